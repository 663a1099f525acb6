"""A page as somebody reads it who sees only its HTML: what is on it, and what is wrong with it."""

from html.parser import HTMLParser

INLINE = {"a", "b", "i", "span"}
VOID = {"meta", "link", "br", "img", "input", "hr"}
SVG = {"svg", "path", "rect", "circle"}


class Read(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.files: list[str] = []
        self.headings: list[int] = []
        self.title = ""
        self.words: list[str] = []
        self.html: dict[str, str] = {}
        self.metas: dict[str, str] = {}
        self._open: list[str] = []
        self._named = [""]
        """What the links and headings that are open say so far."""
        self.feed(text)
        self.close()
        if self._open:
            self.problems.append(f"never closed: {self._open}")
        if self.headings.count(1) != 1:
            self.problems.append(f"{self.headings.count(1)} h1")
        if any(after > before + 1 for before, after in zip([0, *self.headings], self.headings, strict=False)):
            self.problems.append(f"headings jump: {self.headings}")
        self.problems += [
            f"leads to no #{link[1:]}" for link in self.links if link[0] == "#" and link[1:] not in self.ids
        ]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in found}
        self._space_around(tag)
        if len(attributes) != len(found):
            self.problems.append(f"{tag} says something twice")
        if id := attributes.get("id"):
            if id in self.ids:
                self.problems.append(f"two #{id}")
            self.ids.add(id)
        if tag == "html":
            self.html = attributes
        if tag == "script" or any(name.startswith("on") or name == "style" for name in attributes):
            self.problems.append(f"a script or a style in {tag}")
        if tag == "img" and "alt" not in attributes:
            self.problems.append("a picture without words")
        if tag == "meta":
            self.metas[attributes.get("name") or attributes.get("http-equiv", "")] = attributes.get("content", "")
        if tag == "link" and attributes["rel"] in {"stylesheet", "icon"}:
            self.files.append(attributes["href"])
        if tag == "a":
            self.links.append(attributes["href"])
            if attributes["href"].startswith("http") and "noreferrer" not in attributes.get("rel", ""):
                self.problems.append(f"{attributes['href']} is told where the person comes from")
        if tag in {"a", "h1", "h2", "h3"}:
            self._named.append(attributes.get("aria-label", ""))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag == "li" and self._open[-1] not in {"ul", "ol"}:
            self.problems.append("li outside a list")
        if self._open and self._open[-1] == "p" and tag in {"p", "ul", "ol", "div", "h2", "h3", "section", "article"}:
            self.problems.append(f"{tag} inside a paragraph")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        if tag not in SVG:
            self.problems.append(f"<{tag}/>")

    def _space_around(self, tag: str) -> None:
        if tag not in INLINE:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._space_around(tag)
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}> closes another")
        if tag in {"a", "h1", "h2", "h3"} and not self._named.pop().strip():
            self.problems.append(f"{tag} without words")

    def handle_data(self, words: str) -> None:
        if self._open and self._open[-1] == "title":
            self.title += words
        elif self._open:
            self.words.append(words)
            self._named = [named + words for named in self._named]
