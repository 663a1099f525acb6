"""The form of a referral as it is kept between two messages: what was agreed to, and the answers so far."""

from dataclasses import dataclass, field

from bot.domain.conversation import Conversation
from bot.domain.referral import ITEMS, Consent
from bot.library.casework import Category, Question
from bot.library.library import Library

CONSENT, CHOOSE, REVIEW = "consent", "choose", "review"
"""Where a form stands, beside the questions: `ask:<question>`."""
ASK = "ask:"
WAITING = "form"
"""What a conversation waits for while a form is asked."""
LONGEST_ANSWER = 500
LONGEST_CODE_WORD = 40


@dataclass(slots=True)
class Form:
    category: str
    at: str = CONSENT
    scope: tuple[str, ...] = ITEMS
    agreed: Consent | None = None
    """None until they said yes: nothing is asked before that."""
    answers: dict[str, str] = field(default_factory=dict)
    code_word: str = ""
    minor_alone: bool = False

    def pack(self) -> tuple[str, ...]:
        kept = [f"category={self.category}", f"at={self.at}", f"scope={','.join(self.scope)}"]
        if self.agreed:
            kept.append(f"agreed={self.agreed.text}|{self.agreed.language}|{self.agreed.at}|{self.agreed.channel}")
        if self.code_word:
            kept.append(f"word={self.code_word}")
        if self.minor_alone:
            kept.append("minor=1")
        return (*kept, *(f"a.{question}={answer}" for question, answer in self.answers.items()))


def opened(conversation: Conversation, library: Library) -> Form | None:
    """The form of this conversation; none when there is none, or its category is no more."""
    kept = dict(part.partition("=")[::2] for part in conversation.form)
    category = kept.get("category", "")
    if category not in library.casework.categories:
        return None
    scope = tuple(item for item in kept.get("scope", "").split(",") if item in ITEMS)
    return Form(
        category,
        kept.get("at", CONSENT),
        scope,
        _agreed(kept.get("agreed", ""), scope),
        {name[2:]: answer for name, answer in kept.items() if name.startswith("a.")},
        kept.get("word", ""),
        "minor" in kept,
    )


def _agreed(kept: str, scope: tuple[str, ...]) -> Consent | None:
    text, language, at, channel = (*kept.split("|"), "", "", "", "")[:4]
    return Consent(text, language, int(at), channel, scope) if at.isdecimal() else None


def questions(form: Form, category: Category) -> tuple[Question, ...]:
    """Those to ask: only of what may be shared, and nothing more of a child that is alone."""
    if form.minor_alone:
        return ()
    return tuple(each for each in category.questions if each.shares in form.scope)


def current(form: Form, category: Category) -> Question | None:
    """The question that the form stands at; none before they agreed, and none at the last look."""
    if form.agreed is None:
        return None
    wanted = form.at.removeprefix(ASK)
    return next((each for each in questions(form, category) if each.id == wanted), None)
