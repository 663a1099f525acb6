"""Platforms: their shapes to ours, our replies to theirs, their failures to ours. One file a channel."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType

ROOMS = {"contract", "http"}
"""Modules of this package that are no channels."""


@cache
def found_channels() -> dict[str, ModuleType]:
    """Every channel there is, by its name: it is a channel because its file is in this folder."""
    return {
        name: importlib.import_module(f"bot.channels.{name}")
        for _, name, _ in pkgutil.iter_modules(__path__)
        if name not in ROOMS
    }
