"""Understanding what people write: from text to language, place, emergency and need, learnt from content."""

from bot.domain.meaning import Meaning
from bot.library.understanding.knowledge import Knowledge
from bot.library.understanding.problems import problems
from bot.library.understanding.understanding import Understanding

__all__ = ["Knowledge", "Meaning", "Understanding", "problems"]
