"""Asks, at most once a day, whether an answer was what a person needed; a no leads to a person."""

from bot.dialogue import samples
from bot.dialogue.referral import choices
from bot.dialogue.step import Step
from bot.dialogue.ways import MENU, PERSON
from bot.domain.content import Topic
from bot.domain.counting import joined

PREFIX = "helpful:"
DAY = 86_400


def ways(step: Step, topic: Topic) -> list[str]:
    """The two choices to judge by, or none: never under what is delicate or urgent."""
    today = int(step.now.timestamp()) // DAY
    if step.library.is_sealed(topic.id) or step.sealed:
        return []
    if step.conversation.judged_on >= today or (step.incoming.text and step.meaning.urgent):
        return []
    step.change(judged_on=today, asked=samples.redacted(step))
    return [f"{PREFIX}yes:{topic.id}", f"{PREFIX}no:{topic.id}"]


def follow(step: Step, choice: str) -> bool:
    """`helpful:<yes or no>:<topic>`."""
    _, answer, id = (*choice.split(":", 2), "", "")[:3]
    topic = step.library.topics.get(id)
    if topic is None or answer not in {"yes", "no"}:
        return False
    step.count("helpful", joined(answer, id))
    if answer == "no":
        samples.keep_missed(step, id)
    step.change(asked="")
    if answer == "yes":
        step.say("helpful.thanks", choices=[MENU])
        return True
    queue = topic.refer if topic.refer in step.library.casework.categories else ""
    step.say("helpful.sorry", choices=[f"{choices.START}{queue}", PERSON, MENU])
    return True
