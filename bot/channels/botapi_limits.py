"""What the Bot API allows, in python-telegram-bot's own numbers.

A test compares them with the library's: importing it here would cost every process 31 MB.
"""

TEXT = 4_096
BUTTONS = 100
BUTTON_DATA = 64
COMMAND_NAME = 32
COMMAND_WORDS = 256
DESCRIPTION = 512
SHORT_DESCRIPTION = 120
UPDATES_AT_ONCE = 100
DELETED_AT_ONCE = 100
TO_ONE_CHAT_PER_SECOND = 1.0
PER_SECOND = 30.0
