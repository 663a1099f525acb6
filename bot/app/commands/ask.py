"""What the service would understand of a text, and answer.

examples:
  bot ask "necesito donde dormir en tijuana"
  bot ask --lang ht --json "kote m ka domi aswe a"
  bot ask --explain "mi marido no me deja salir"
  bot ask --jsonl < questions.jsonl      one {"id", "text", "lang"?} a line in, one answer a line out
"""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.app.commands import WrongUse
from bot.app.opening import open_shelf
from bot.app.settings import environment_with_file, read_configuration
from bot.dialogue.decision import decide
from bot.dialogue.turns import SMALL_TALK
from bot.domain.conversation import Conversation
from bot.domain.meaning import Meaning
from bot.domain.messages import Incoming
from bot.domain.turn import Known
from bot.library.library import Library

MEANS = {"action.help": "action.person", "action.thanks": "action.complaint", "action.listen": "action.menu"}
"""Commands with answers of their own that stand for what an action of the content is about."""


class Question(msgspec.Struct):
    id: str | int
    text: str
    lang: str | None = None


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="*", metavar="TEXT")
    parser.add_argument("--lang", default=None, help="the language of the conversation so far, as es")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print one JSON object")
    how.add_argument("--jsonl", action="store_true", help="read questions from standard input, a line each")
    how.add_argument("--explain", action="store_true", help="say which words and concepts led where")


def act(arguments: argparse.Namespace) -> int:
    if not arguments.jsonl and not arguments.text:
        raise WrongUse('a text is missing, as in: bot ask "donde puedo dormir"')
    library = open_shelf(read_configuration(environment_with_file()).settings).current
    if arguments.jsonl:
        return _stream(library)
    text = " ".join(arguments.text)
    if arguments.explain:
        print(library.understanding.explain(text))
        return 0
    meaning = heard(library, text, arguments.lang)
    incoming = Incoming("terminal", "ask", "1", text=text, language_hint=arguments.lang or "")
    known = Conversation(language=arguments.lang) if arguments.lang in library.languages else None
    decision = decide(Known(known), incoming, library, datetime.now(UTC))
    if arguments.json:
        answer = understood(meaning) | {
            "answer": [
                {"text": reply.text, "choices": [{"id": one.id, "label": one.label} for one in reply.choices]}
                for delivery in decision.deliveries
                for reply in delivery.replies
            ]
        }
        print(msgspec.json.encode(answer).decode())
        return 0
    print(f"understood: {meaning.intent} ({meaning.score:.2f}), language {meaning.language}", end="")
    print(f", urgent: {meaning.urgent}" if meaning.urgent else "", end="")
    print(f", city: {meaning.city}" if meaning.city else "")
    for delivery in decision.deliveries:
        for reply in delivery.replies:
            print(f"\n{reply.text}")
            for number, choice in enumerate(reply.choices, 1):
                print(f"  {number}. {choice.label}")
    return 0


def heard(library: Library, text: str, language: str | None) -> Meaning:
    """As the conversation hears it: a command goes before what its words resemble, and small talk is no alarm."""
    meaning = library.understanding.understand(text, language)
    named = library.command_named(text) or ""
    command = MEANS.get(named, named)
    if command in library.topics or command in library.actions:
        others = tuple(each for each in meaning.alternatives if each[0] != command)
        urgent = meaning.urgent if command in library.topics else ""
        return replace(meaning, intent=command, score=1.0, alternatives=others, urgent=urgent)
    if command in SMALL_TALK:
        return replace(meaning, intent="none", urgent="")
    return meaning


def understood(meaning: Meaning) -> dict[str, Any]:
    return {
        "lang": meaning.language,
        "intent": meaning.intent,
        "score": round(meaning.score, 4),
        "alternatives": [id for id, _ in meaning.alternatives],
        "urgent": meaning.urgent,
        "city": meaning.city,
    }


def _stream(library: Library) -> int:
    read, wrong = msgspec.json.Decoder(Question), 0
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            question = read.decode(line)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            sys.stderr.write(f"bot ask: line {number} is not a question: {error}\n")
            wrong += 1
            continue
        meaning = heard(library, question.text, question.lang)
        row: Mapping[str, Any] = {"id": question.id} | understood(meaning)
        sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
        sys.stdout.buffer.flush()
    return 1 if wrong else 0
