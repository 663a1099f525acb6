"""How much a trial does: seconds' worth in `make test`, all that the row asks for in `make trials`."""

import os
from typing import TypeVar

Size = TypeVar("Size")
FULL = os.environ.get("FAROL_TRIALS") == "full"


def size(small: Size, full: Size) -> Size:
    return full if FULL else small
