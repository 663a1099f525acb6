"""The choices that lead on from nearly everywhere, by their ids."""

from bot.library.casework import Category
from bot.library.library import Library

MENU, PERSON, STATUS, EXIT = "action.menu", "action.person", "action.status", "action.exit"
BACK, MORE = "back", "menu.more"


def leaving(lane: str) -> list[str]:
    """From a sealed lane the quick exit is always at hand."""
    return [EXIT] if lane else []


def next_best(category: Category | None, library: Library) -> list[str]:
    """Where else to turn, for who cannot wait."""
    return [category.instead] if category is not None and category.instead in library.topics else []
