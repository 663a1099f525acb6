"""Golden conversations, word for word: a change of words is a reviewed diff (`pytest --update-stories` writes it).

A story is what a person does, a line each (`> text`, `> tap: id`, `> pin: 32.5,-117.0`, `> sends: voice`), and what
the service says to it. `> staff: text` and `> order: overdue` are what the house has to tell, `> becomes: closed done` what
staff make of the request, `> elsewhere: text` what is written from another phone. Lines that begin with # tell what it is about.
"""

from pathlib import Path

import pytest

from bot.domain.turn import Tell
from bot.library.library import Library
from tests.conftest import Talk

STORIES = sorted(Path(__file__).parent.glob("*.story"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(path: Path, library: Library, request: pytest.FixtureRequest) -> None:
    written = path.read_text("utf-8")
    told = replayed(written, library)
    if request.config.getoption("--update-stories"):
        path.write_text(told, "utf-8")
    elif told != written:
        pytest.fail(f"{path.name} is told otherwise now; see the diff after: pytest {path.parent} --update-stories")


def test_there_are_stories() -> None:
    assert len(STORIES) >= 8


def replayed(written: str, library: Library) -> str:
    talk = Talk(library)
    other = Talk(library, "telegram", cases=talk.cases, address="another")
    lines: list[str] = []
    for line in written.splitlines():
        if line.startswith("#"):
            lines.append(line)
        elif line.startswith(">"):
            done = line.removeprefix(">").strip()
            elsewhere = done.startswith("elsewhere: ")
            lines += ["", line, *said_to(other if elsewhere else talk, done.removeprefix("elsewhere: "))]
    return "\n".join(lines).strip() + "\n"


def said_to(talk: Talk, done: str) -> list[str]:
    kind, colon, what = done.partition(": ")
    if colon and kind == "tap":
        talk.taps(what)
    elif colon and kind == "pin":
        latitude, longitude = what.split(",")
        talk.shares(float(latitude), float(longitude))
    elif colon and kind == "sends":
        talk.sends(what)
    elif colon and kind == "file":
        talk.sends(what, file="one")
    elif colon and kind == "staff":
        talk.is_ordered("staff", what)
    elif colon and kind == "order":
        talk.is_ordered(what)
    elif colon and kind == "becomes":
        state, _, reason = what.partition(" ")
        talk.becomes(state=state, reason=reason, closed_at=1 if state == "closed" else 0)
        return []
    else:
        talk.says(done)
    lines: list[str] = []
    for number, reply in enumerate(talk.replies):
        lines += ["    ---"] if number else []
        lines += [f"    {line}".rstrip() for line in reply.text.splitlines()]
        lines += [f"    [{choice.label}] {choice.id}" for choice in reply.choices]
        lines += [f"    (pin: {reply.place})"] if reply.location else []
        lines += ["    (sealed)"] if reply.sealed else []
    lines += [f"    (to staff: {act.text or act.media})" for act in told_to_staff(talk)]
    return lines or ["    (nothing)"]


def told_to_staff(talk: Talk) -> list[Tell]:
    return [act for act in talk.decision.acts if isinstance(act, Tell)] if talk.decision else []
