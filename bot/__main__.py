"""`python -m bot` is the command `bot`."""

import sys

from bot.app.cli import main

sys.exit(main())
