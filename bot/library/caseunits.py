"""What there is to translate of casework: categories, shared questions, consent, reasons and ready replies."""

from collections.abc import Iterator

from bot.domain.content import Texts
from bot.library.casework import Casework, Category, Question

Path = tuple[str | int, ...]
Piece = tuple[str, str, Path, Texts, int]
"""As translators see it, its file under content/, the way to its texts, the texts, the longest one may be."""


def pieces(work: Casework) -> Iterator[tuple[str, list[Piece]]]:
    """What is translated, and goes stale, together: its key and its pieces."""
    shared: dict[str, Question] = {}
    consents: dict[str, Texts] = {}
    for category in work.categories.values():
        yield f"referral.{category.id}", list(_of_category(category))
        shared |= {question.id: question for question in category.questions if question.is_shared}
        consents[category.consent_name] = category.consent
    for id, question in shared.items():
        key = f"referral.question.{id}"
        yield key, list(_of_question(key, "referrals/_questions.yaml", (id,), question))
    for name, text in consents.items():
        key = f"referral.consent.{name}"
        yield key, [(key, "referrals/_consent.yaml", (name, "text"), text, 900)]
    for at, reason in enumerate(work.reasons.values()):
        key, file = f"referral.reason.{reason.id}", "referrals/_reasons.yaml"
        named = (("title", reason.title, 80), ("told", reason.told, 400))
        yield key, [(f"{key} {name}", file, (at, name), texts, longest) for name, texts, longest in named]
    for at, reply in enumerate(work.replies.values()):
        key, said = f"reply.{reply.id}", (("title", reply.title, 60), ("text", reply.text, 1000))
        yield key, [(f"{key} {name}", "replies.yaml", (at, name), texts, longest) for name, texts, longest in said]


def _of_category(category: Category) -> Iterator[Piece]:
    key, file = f"referral.{category.id}", f"referrals/{category.id}.yaml"
    for name, texts, longest in (
        ("title", category.title, 60),
        ("button", category.button, 20),
        ("next", category.next, 500),
    ):
        yield f"{key} {name}", file, (name,), texts, longest
    for at, question in enumerate(category.questions):
        if not question.is_shared:
            yield from _of_question(f"{key} {question.id}", file, ("questions", at), question)


def _of_question(key: str, file: str, way: Path, question: Question) -> Iterator[Piece]:
    yield f"{key} text", file, (*way, "text"), question.text, 500
    for at, option in enumerate(question.options):
        yield f"{key} choice {option.id}", file, (*way, "choices", at, "text"), option.text, 24
