"""Small pieces to describe content files with: one description checks a file and draws its JSON Schema."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Protocol

from bot.domain.problem import Step
from bot.library.documents import Fault

Faults = Sequence[Fault]
Schema = dict[str, object]
NONE: Faults = ()


class Shape(Protocol):
    """What a value must look like."""

    def check(self, value: object) -> Faults:
        """What is wrong with `value`; paths are counted from it."""

    def schema(self) -> Schema:
        """The same as JSON Schema, for editors' programs."""


def fault(what: str, mend: str, *path: Step) -> Faults:
    return (Fault(path, what, mend),)


def beneath(step: Step, faults: Faults) -> Iterator[Fault]:
    """The same faults, seen from one level above."""
    for each in faults:
        yield Fault((step, *each.path), each.what, each.mend)


def named(value: object) -> str:
    """What an editor would call the value they wrote."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes/no"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f'the text "{value[:30]}"'
    return "a list" if isinstance(value, list) else "a group of names and values"


@dataclass(frozen=True)
class Text:
    """Words; `longest` counts characters, a block's last line break not among them."""

    about: str = ""
    longest: int = 0
    pattern: str = ""
    such_as: str = ""
    lines: bool = False
    blank: bool = False

    def check(self, value: object) -> Faults:
        if value.__class__ is not str:
            if value is None:
                return fault("the text is empty", "write it, or delete the line")
            if isinstance(value, int | float):
                return fault(
                    f"{str(value).lower()} is read as {named(value)}",
                    f'put it in quotes: "{str(value).lower()}"',
                )
            return fault(
                f"a text is expected, here is {named(value)}",
                "write a text; one that begins with { or [ in quotes",
            )
        assert isinstance(value, str)
        if not value or value.isspace():
            if self.blank:
                return NONE
            return fault("the text is empty", "write it, or delete the line")
        if self.longest and len(value) > self.longest and len(value.strip()) > self.longest:
            return fault(f"{len(value.strip())} characters, and there is room for {self.longest}", "say it shorter")
        if self.pattern and not re.fullmatch(self.pattern, value):
            return fault(f'"{value[:40]}" is not written as expected', f"write it like {self.such_as}")
        if not self.lines and "\n" in value.strip():
            return fault("the text has several lines", "write it in one")
        return NONE

    def schema(self) -> Schema:
        drawn: Schema = {"type": "string"} if self.blank else {"type": "string", "minLength": 1}
        if self.longest:
            drawn["maxLength"] = self.longest + (1 if self.lines else 0)
        if self.pattern:
            drawn["pattern"] = f"^(?:{self.pattern})$"
        return _about(drawn, self.about, self.such_as)


@dataclass(frozen=True)
class OneOf:
    values: tuple[str, ...]
    about: str = ""

    def check(self, value: object) -> Faults:
        if isinstance(value, str) and value in self.values:
            return NONE
        near = get_close_matches(str(value), self.values, 1)
        hint = f"did you mean {near[0]}?" if near else f"one of: {', '.join(self.values)}"
        return fault(f"{named(value)} is not one of the possible values", hint)

    def schema(self) -> Schema:
        return _about({"enum": list(self.values)}, self.about)


@dataclass(frozen=True)
class Flag:
    about: str = ""

    def check(self, value: object) -> Faults:
        return (
            NONE if isinstance(value, bool) else fault(f"here is {named(value)}", "write true or false, without quotes")
        )

    def schema(self) -> Schema:
        return _about({"type": "boolean"}, self.about)


@dataclass(frozen=True)
class Number:
    low: float
    high: float
    whole: bool = False
    about: str = ""

    def check(self, value: object) -> Faults:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return fault(f"a number is expected, here is {named(value)}", "write it with digits, without quotes")
        if self.whole and not isinstance(value, int):
            return fault(f"{value} is not a whole number", "write it without a point")
        if not self.low <= value <= self.high:
            return fault(f"{value} is outside {self.low:g} to {self.high:g}", "check the number")
        return NONE

    def schema(self) -> Schema:
        return _about(
            {"type": "integer" if self.whole else "number", "minimum": self.low, "maximum": self.high},
            self.about,
        )


@dataclass(frozen=True)
class Day:
    """A day, or with `rough` also a month or a year, always in quotes."""

    rough: bool = False
    about: str = ""

    def check(self, value: object) -> Faults:
        wanted = 'write it like "2026-11-20"' + (', "2026-11" or "2026"' if self.rough else "") + ", in quotes"
        if not isinstance(value, str):
            return fault(f"a date is expected, here is {named(value)}", wanted)
        if not re.fullmatch(self._pattern, value):
            return fault(f'"{value[:40]}" is not a date', wanted)
        try:
            date(*(int(piece) for piece in (value + "-01-01").split("-")[:3]))
        except ValueError:
            return fault(f"there is no day {value}", wanted)
        return NONE

    @property
    def _pattern(self) -> str:
        return r"[12][0-9]{3}(?:-[0-9]{2}(?:-[0-9]{2})?)?" if self.rough else r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}"

    def schema(self) -> Schema:
        return _about({"type": "string", "pattern": f"^{self._pattern}$"}, self.about)


@dataclass(frozen=True)
class Moment:
    """A day and an hour with its time zone, in quotes."""

    about: str = ""

    def check(self, value: object) -> Faults:
        wanted = 'write it like "2026-11-20T08:00-06:00", in quotes; -06:00 is the clock of Mexico City'
        if not isinstance(value, str) or not re.fullmatch(_MOMENT, value):
            return fault(f"a day, an hour and a time zone are expected, here is {named(value)}", wanted)
        try:
            datetime.fromisoformat(value)
        except ValueError:
            return fault(f"there is no moment {value}", wanted)
        return NONE

    def schema(self) -> Schema:
        return _about({"type": "string", "pattern": f"^{_MOMENT}$"}, self.about, "2026-11-20T08:00-06:00")


_MOMENT = r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?:Z|[-+][0-9]{2}:[0-9]{2})"


@dataclass(frozen=True)
class Each:
    """A list."""

    item: Shape
    fewest: int = 0
    most: int = 0
    about: str = ""

    def check(self, value: object) -> Faults:
        if not isinstance(value, list):
            return fault(
                f"a list is expected, here is {named(value)}",
                "write each thing on its own line after a dash: - ...",
            )
        if len(value) < self.fewest:
            return fault("the list is empty" if not value else f"the list has only {len(value)}", "add to it")
        found: list[Fault] = []
        if self.most and len(value) > self.most:
            found += fault(f"{len(value)} in the list, at most {self.most} are possible", "take some away")
        check = self.item.check
        for at, item in enumerate(value):
            if faults := check(item):
                found += beneath(at, faults)
        return found

    def schema(self) -> Schema:
        drawn: Schema = {"type": "array", "items": self.item.schema()}
        if self.fewest:
            drawn["minItems"] = self.fewest
        if self.most:
            drawn["maxItems"] = self.most
        return _about(drawn, self.about)


@dataclass(frozen=True)
class Table:
    """Names of the editor's choosing, each with a value of one shape."""

    value: Shape
    key: str = "[a-z0-9][a-z0-9._-]*"
    key_about: str = "small letters, digits and dashes"
    about: str = ""

    def check(self, value: object) -> Faults:
        if not isinstance(value, dict):
            return fault(f"a group of names and values is expected, here is {named(value)}", "write name: value lines")
        if not value:
            return fault("nothing is written here", "fill it, or delete it")
        found: list[Fault] = []
        check = self.value.check
        for name, each in value.items():
            if not re.fullmatch(self.key, name):
                found += fault(f'"{name[:40]}" cannot be a name here', f"use {self.key_about}", name)
            elif faults := check(each):
                found += beneath(name, faults)
        return found

    def schema(self) -> Schema:
        return _about(
            {
                "type": "object",
                "propertyNames": {"pattern": f"^(?:{self.key})$"},
                "additionalProperties": self.value.schema(),
                "minProperties": 1,
            },
            self.about,
        )


def per_language(value: Shape, about: str = "") -> Table:
    """A value for each language, under its code."""
    return Table(value, "[a-z]{2,3}(?:-[A-Za-z]{2,4})?", "a language code such as es, en or ht", about)


@dataclass(frozen=True)
class Record:
    """Fixed names, some of them required."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)
    about: str = ""

    def check(self, value: object) -> Faults:
        if not isinstance(value, dict):
            return fault(f"a group of names and values is expected, here is {named(value)}", "write name: value lines")
        found: list[Fault] = []
        required, optional = self.required, self.optional
        for name, each in value.items():
            shape = required.get(name) or optional.get(name)
            if shape is None:
                near = get_close_matches(name, [*required, *optional], 1)
                hint = f"did you mean {near[0]}?" if near else f"possible are: {', '.join([*required, *optional])}"
                found += fault(f"{name[:40]} is not known here", hint, name)
            elif faults := shape.check(each):
                found += beneath(name, faults)
        for name in required:
            if name not in value:
                found += fault(f"{name} is missing", f"add {name}:")
        return found

    def schema(self) -> Schema:
        fields = {name: shape.schema() for name, shape in [*self.required.items(), *self.optional.items()]}
        drawn: Schema = {"type": "object", "properties": fields, "additionalProperties": False}
        if self.required:
            drawn["required"] = list(self.required)
        return _about(drawn, self.about)


@dataclass(frozen=True)
class Either:
    """A value of the first shape or of the second; `told` decides by what the editor most likely meant."""

    simple: Shape
    full: Shape
    about: str = ""

    def check(self, value: object) -> Faults:
        return (self.full if isinstance(value, dict) else self.simple).check(value)

    def schema(self) -> Schema:
        return _about({"anyOf": [self.simple.schema(), self.full.schema()]}, self.about)


@dataclass(frozen=True)
class Anything:
    """Read elsewhere; here any YAML will do."""

    about: str = ""

    def check(self, value: object) -> Faults:
        return NONE

    def schema(self) -> Schema:
        return _about({}, self.about)


def _about(drawn: Schema, about: str, such_as: str = "") -> Schema:
    if about:
        drawn["description"] = about
    if such_as:
        drawn["examples"] = [such_as]
    return drawn
