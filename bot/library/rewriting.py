"""Changes one text inside a YAML file and leaves every other character, comments too, as it was."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from bot.domain.problem import Step
from bot.library.documents import read

Path = tuple[Step, ...]
Mark = tuple[int, int]
Value = str | Sequence[str] | Mapping[str, str]
_PLAIN = re.compile(r"[^\W\d_](?:[^\n#:{}\[\],&*!|>'\"%@`]|,(?= ))*")


class CannotRewrite(Exception):
    """The file is written in a way that cannot be changed safely; a person has to do it."""


@dataclass(slots=True)
class Node:
    start: Mark
    end: Mark
    style: str = ""
    """`|`, `>`, a quote or nothing for a scalar; `map` or `list`."""
    flow: bool = False
    key: Mark = (0, 0)


def set_text(text: str, path: Path, value: str) -> str:
    """The file with `value` at `path`; its mapping must be there, the name itself may be new."""
    return _verified(text, path, value, _set(text, path, value))


def set_list(text: str, path: Path, values: Sequence[str]) -> str:
    """The file with these texts as the list at `path`."""
    known = _nodes(text)
    if path in known and (*path, len(values) - 1) in known and (*path, len(values)) not in known:
        changed = text
        current = _at(read(text.encode())[0], path)
        for at, value in enumerate(values):
            if str(current[at]).strip() != value.strip():
                changed = _set(changed, (*path, at), value)
    elif path in known:
        changed = _replace_entry(text, known, path, values)
    else:
        changed = _insert(text, known, path, values)
    return _verified(text, path, list(values), changed)


def add_group(text: str, path: Path, values: Mapping[str, str]) -> str:
    """The file with a new group of names and texts at `path`, which must not be there yet."""
    known = _nodes(text)
    if path in known:
        raise CannotRewrite(f"{path[-1]} is there already")
    return _verified(text, path, dict(values), _insert(text, known, path, values))


def add_to_list(text: str, path: Path, value: str) -> str:
    """The file with one more text at the end of the list at `path`; the list, or the mapping it is in, may be new."""
    known = _nodes(text)
    if path not in known:
        return _begun(text, known, path, value)
    node, last = known[path], _last_item(known, path)
    if node.style != "list" or last is None:
        raise CannotRewrite(f"{path[-1]} is no list with something in it")
    lines = text.split("\n")
    if node.flow:
        at = _offset(lines, known[last].end)
        after = f"{text[:at]}, {_quoted(value)}{text[at:]}"
    else:
        at = _last_line(lines, known, last)
        indent = " " * (known[last].start[1] - 2)
        after = "\n".join([*lines[:at], f"{indent}- {_quoted(value)}", *lines[at:]])
    current = _at(read(text.encode())[0], path)
    return _verified(text, path, [*current, value], after)


def _begun(text: str, known: dict[Path, Node], path: Path, value: str) -> str:
    """The list is the first of its mapping, or both are not there yet: they go to the end of the file."""
    entry = [f"  {path[-1]}:", f"    - {_quoted(value)}"]
    if path[:-1] in known:
        return _verified(text, path, [value], _insert_lines(text, known, path, entry))
    if len(path) != 2:
        raise CannotRewrite(f"{'.'.join(map(str, path[:-1]))} is not there")
    after = "\n".join([text.rstrip("\n"), f"{path[0]}:", *entry, ""])
    wanted = read(text.encode())[0]
    if read(after.encode()) != ({**wanted, path[0]: {path[1]: [value]}}, []):  # type: ignore[dict-item]
        raise CannotRewrite("the change would have touched more than this text")
    return after


def _insert_lines(text: str, known: dict[Path, Node], path: Path, entry: list[str]) -> str:
    siblings = [each for each in known if len(each) == len(path) and each[:-1] == path[:-1]]
    if known[path[:-1]].flow or not siblings:
        raise CannotRewrite(f"{'.'.join(map(str, path[:-1]))} is on one line")
    lines = text.split("\n")
    last = max(siblings, key=lambda each: known[each].key)
    at, indent = _last_line(lines, known, last), known[last].key[1]
    return "\n".join([*lines[:at], *(" " * (indent - 2) + line for line in entry), *lines[at:]])


def _last_item(known: dict[Path, Node], path: Path) -> Path | None:
    items = [each for each in known if len(each) == len(path) + 1 and each[:-1] == path]
    return max(items, key=lambda each: known[each].start, default=None)


def _quoted(value: str) -> str:
    escaped = value.strip().replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\t", " ")
    return f'"{escaped}"'


def _set(text: str, path: Path, value: str) -> str:
    known = _nodes(text)
    node = known.get(path)
    if node is None:
        return _insert(text, known, path, value)
    if node.style in ("map", "list"):
        raise CannotRewrite(f"{path[-1]} is not a text")
    lines = text.split("\n")
    if node.style in ("|", ">"):
        return "\n".join(_block_replaced(lines, node, value))
    flow = _within_flow(known, path)
    start, end = _offset(lines, node.start), _offset(lines, node.end)
    return text[:start] + _scalar(value, flow) + text[end:]


def _block_replaced(lines: list[str], node: Node, value: str) -> list[str]:
    first, column = node.start
    last = _content_end(lines, node)
    content = next((line for line in lines[first + 1 : last] if line.strip()), "")
    parent = len(lines[first]) - len(lines[first].lstrip(" -"))
    indent = len(content) - len(content.lstrip()) if content else parent + 2
    header = lines[first]
    if not re.match(r"\|[-+]?(?:\s|$)", header[column:]):
        header = header[:column] + "|"
    body = [" " * indent + line if line else "" for line in _lines_of(value)]
    return [*lines[:first], header, *body, *lines[last:]]


def _content_end(lines: list[str], node: Node) -> int:
    """The line after the last one with content of a block scalar."""
    last = node.end[0] if node.end[1] == 0 else node.end[0] + 1
    last = min(last, len(lines))
    while last > node.start[0] + 1 and not lines[last - 1].strip():
        last -= 1
    return last


def _replace_entry(text: str, known: dict[Path, Node], path: Path, value: str | Sequence[str]) -> str:
    lines = text.split("\n")
    node = known[path]
    if _within_flow(known, path) or node.flow:
        end = _offset(lines, node.end)
        return text[: _offset(lines, node.start)] + _flow(value) + text[end:]
    entry = _entry(node.key[1], str(path[-1]), value)
    return "\n".join([*lines[: node.key[0]], *entry, *lines[_last_line(lines, known, path) :]])


def _insert(text: str, known: dict[Path, Node], path: Path, value: Value) -> str:
    parent = known.get(path[:-1])
    if parent is None or parent.style != "map":
        raise CannotRewrite(f"{'.'.join(map(str, path[:-1]))} is not there")
    lines = text.split("\n")
    siblings = [each for each in known if len(each) == len(path) and each[:-1] == path[:-1]]
    if not siblings:
        raise CannotRewrite(f"{'.'.join(map(str, path[:-1]))} is empty")
    last = max(siblings, key=lambda each: known[each].key)
    if parent.flow:
        at = _offset(lines, known[last].end)
        return f"{text[:at]}, {path[-1]}: {_flow(value)}{text[at:]}"
    at = _last_line(lines, known, last)
    entry = _entry(known[last].key[1], str(path[-1]), value)
    return "\n".join([*lines[:at], *entry, *lines[at:]])


def _last_line(lines: list[str], known: dict[Path, Node], path: Path) -> int:
    """The line after the last one that belongs to the value at `path`."""
    ends = []
    for each, node in known.items():
        if each[: len(path)] == path:
            if node.style in ("|", ">"):
                ends.append(_content_end(lines, node))
            elif node.style not in ("map", "list") or node.flow:
                ends.append(node.end[0] + 1)
    return max(ends)


def _entry(indent: int, name: str, value: Value) -> list[str]:
    pad = " " * indent
    if isinstance(value, Mapping):
        return [f"{pad}{name}: {_flow(value)}"]
    if isinstance(value, str):
        if "\n" not in value.strip():
            return [f"{pad}{name}: {_scalar(value, False)}"]
        return [f"{pad}{name}: |", *(f"{pad}  {line}" if line else "" for line in _lines_of(value))]
    entry = [f"{pad}{name}:"]
    for each in value:
        entry += [f"{pad}  - |", *(f"{pad}    {line}" if line else "" for line in _lines_of(each))]
    return entry


def _lines_of(value: str) -> list[str]:
    return [line.rstrip() for line in value.strip().split("\n")]


def _flow(value: Value) -> str:
    if isinstance(value, str):
        return _scalar(value, True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_scalar(each, True)}" for name, each in value.items()) + "}"
    return "[" + ", ".join(_scalar(each, True) for each in value) + "]"


def _scalar(value: str, flow: bool) -> str:
    text = value.strip()
    if _PLAIN.fullmatch(text) and not (flow and "," in text) and read(f"a: {text}".encode()) == ({"a": text}, []):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _within_flow(known: dict[Path, Node], path: Path) -> bool:
    return any(known[path[:length]].flow for length in range(len(path)) if path[:length] in known)


def _offset(lines: list[str], mark: Mark) -> int:
    return sum(len(line) + 1 for line in lines[: mark[0]]) + mark[1]


def _nodes(text: str) -> dict[Path, Node]:
    if any(sign in text for sign in "\r\x85\u2028\u2029"):
        raise CannotRewrite("the file has unusual line ends")
    found: dict[Path, Node] = {}
    open_nodes: list[tuple[Path, bool]] = []
    counts: list[int] = []
    key: tuple[str, Mark] | None = None
    parser = yaml.CSafeLoader(text)
    try:
        event: Any
        while (event := parser.get_event()) is not None:
            start, end = _spots(event)
            if isinstance(event, MappingEndEvent | SequenceEndEvent):
                path, _ = open_nodes.pop()
                counts.pop()
                found[path].end = end
                key = None
            elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
                path = open_nodes[-1][0] if open_nodes else ()
                mark = start
                if open_nodes and open_nodes[-1][1]:
                    if key is None:
                        key = (str(getattr(event, "value", "")), start)
                        continue
                    path, mark, key = (*path, key[0]), key[1], None
                elif open_nodes:
                    path = (*path, counts[-1])
                    counts[-1] += 1
                if isinstance(event, ScalarEvent):
                    found[path] = Node(start, end, event.style or "", key=mark)
                else:
                    mapping = isinstance(event, MappingStartEvent)
                    found[path] = Node(start, end, "map" if mapping else "list", bool(event.flow_style), mark)
                    open_nodes.append((path, mapping))
                    counts.append(0)
    except yaml.YAMLError as error:
        raise CannotRewrite("the file is broken") from error
    finally:
        parser.dispose()
    return found


def _spots(event: Any) -> tuple[Mark, Mark]:
    first, last = event.start_mark, event.end_mark
    return (first.line, first.column), (last.line, last.column)


def _verified(before: str, path: Path, value: str | list[str] | dict[str, str], after: str) -> str:
    """`after`, when it reads as `before` with `value` at `path` and nothing else changed."""
    wanted, faults = read(before.encode())
    parent = _at(wanted, path[:-1])
    parent[path[-1]] = _stripped(value)
    got, more = read(after.encode())
    if faults or more or _stripped(got) != _stripped(wanted):
        raise CannotRewrite("the change would have touched more than this text")
    return after


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _stripped(value: Any) -> Any:
    if isinstance(value, str):
        return "\n".join(_lines_of(value))
    if isinstance(value, list):
        return [_stripped(each) for each in value]
    return {name: _stripped(each) for name, each in value.items()} if isinstance(value, dict) else value
