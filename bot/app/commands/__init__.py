"""The subcommands of `bot`. One file each."""

WHO = "command-line"
"""Whoever may use the command line of the machine; the audit log knows no more of them."""


class WrongUse(Exception):
    """One line that says what is wrong and how to do it right."""
