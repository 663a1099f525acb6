"""Change language: offers those there are, each in its own name."""

from bot.dialogue.step import Step


def take(step: Step) -> None:
    step.go("action.language")
    step.say("language.which", choices=[f"language.{code}" for code in step.library.languages])
