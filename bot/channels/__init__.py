"""Platforms: their shapes to ours, our replies to theirs, their failures to ours. One file a channel."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def found_channels() -> dict[str, ModuleType]:
    """Every channel there is, by its name: a module of this folder with `Settings` and `Channel` is one."""
    modules = {name: importlib.import_module(f"bot.channels.{name}") for _, name, _ in pkgutil.iter_modules(__path__)}
    return {
        name: module for name, module in modules.items() if hasattr(module, "Channel") and hasattr(module, "Settings")
    }
