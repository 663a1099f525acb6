"""A small good tree that each test spoils in its own way."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.domain.problem import Problem
from bot.library.checking import check
from bot.library.library import Library
from bot.library.loading import load

TODAY = date(2026, 11, 20)

TOPIC = """\
# How to ask for asylum.
title:
  es: Cómo pedir asilo
  en: How to ask for asylum
  ht: Kijan pou mande azil
button:
  es: Pedir asilo
  en: Ask for asylum
  ht: Mande azil
answer:
  es:
    - |
      Ve a la oficina de COMAR. Es gratis.

      Llama al {hot-911.phone} si corres peligro.
    # A comment between two messages.
    - |
      1. Lleva tus papeles.
      2. Di que quieres asilo.
  en:
    - |
      Go to the COMAR office. It is free.

      Call {hot-911.phone} if you are in danger.
    - |
      1. Take your papers.
      2. Say that you want asylum.
  ht:
    - |
      Ale nan biwo COMAR. Li gratis.

      Rele {hot-911.phone} si w an danje.
    - |
      1. Pote papye ou.
      2. Di ou vle azil.
next: [asylum.wait, action.person]
vital: true
sources:
  - says: One asks at COMAR.
    source: COMAR
    url: https://example.org
    as_of: "2026-02-25"
    confidence: official
verified: "2026-11-20"
verified_by: desk research
review_by: "2027-05-20"
"""
WAIT = """\
title: {es: Cuánto tarda, en: How long it takes, ht: Konbyen tan}
button: {es: Cuánto tarda, en: How long, ht: Konbyen tan}
answer:
  es:
    - Tarda 45 días.
  en:
    - It takes 45 days.
next: [asylum.apply]
sources:
  - source: COMAR
verified: "2026-11-20"
verified_by: desk research
review_by: "2027-05-20"
"""
SECTION = """\
title: {es: Asilo, en: Asylum, ht: Azil}
button: {es: Asilo, en: Asylum, ht: Azil}
intro: {es: Pide asilo., en: Ask for asylum., ht: Mande azil.}
order: 20
topics: [asylum.apply, asylum.wait]
"""
ACTION = """\
title: {es: Hablar con una persona, en: Talk to a person, ht: Pale ak yon moun}
button: {es: Una persona, en: A person, ht: Yon moun}
"""
CHECKED = (
    '  verified: "2026-11-20"\n  verified_by: desk research\n  review_by: "2027-02-20"\n  sources: [{source: made}]\n'
)
SHELTERS = f"""\
- id: shelter-tij-one
  name: Casa Uno
  city: Tijuana
  state: Baja California
  address: Calle Primera 1
  lat: 32.53
  lon: -117.02
  phones: ["+52 664 123 4567"]
  hours: "Mo-Fr 09:00-14:00"
  who: [families, women]
  services: [bed]
  confirmed: "2026-01"
  note: {{es: Llega temprano., en: Come early., ht: Vini bonè.}}
{CHECKED}
- id: shelter-tij-lgbti
  name: Casa Dos
  city: Tijuana
  state: Baja California
  phones: ["911"]
  who: [lgbti]
  services: [bed]
  confirmed: "2026-01"
{CHECKED}
- id: shelter-can-three
  name: Casa Tres
  city: Cancún
  state: Quintana Roo
  confidential: true
  phones: ["+52 998 123 4567"]
  hours: "24/7"
  who: [everyone]
  services: [bed, food]
  confirmed: "2026-01"
{CHECKED}"""
HOTLINES = f"""\
- id: hot-911
  name: Emergencias
  phones: ["911"]
  who: [everyone]
{CHECKED}"""
CITIES = """\
- {city: Tijuana, state: Baja California, lat: 32.51, lon: -117.04, timezone: America/Tijuana, aliases: [TJ, Tiwana]}
- {city: Mexicali, state: Baja California, lat: 32.6245, lon: -115.4523, timezone: America/Tijuana}
- {city: Ciudad Juárez, state: Chihuahua, lat: 31.69, lon: -106.42, timezone: America/Ciudad_Juarez, aliases: [Juárez]}
- {city: Cancún, state: Quintana Roo, lat: 21.1619, lon: -86.8515, timezone: America/Cancun}
"""
STATES = """\
- {state: Baja California, lat: 30.84, lon: -115.28, aliases: [BC]}
- {state: Chihuahua, lat: 28.6, lon: -106.1}
- {state: Quintana Roo, lat: 19.6, lon: -88.0}
"""
VOCABULARY = """\
kinds:
  shelter: {es: {one: albergue, many: albergues}, en: {one: shelter, many: shelters}, ht: {one: abri, many: abri}}
  hotline: {es: {one: línea, many: líneas}, en: {one: line, many: lines}, ht: {one: liy, many: liy}}
who:
  everyone: {es: todas las personas, en: everyone, ht: tout moun}
  families: {es: familias, en: families, ht: fanmi}
  women: {es: mujeres, en: women, ht: fanm}
  lgbti: {es: personas LGBTI+, en: LGBTI+ people, ht: moun LGBTI+}
services:
  bed: {es: cama, en: a bed, ht: kabann}
  food: {es: comida, en: food, ht: manje}
"""
LANGUAGES = {
    "es": """\
code: es
name: Español
english: Spanish
required: true
commands: {action.menu: [menú, inicio], action.exit: [salir rápido]}
yes: ["sí", "si"]
reading: fernandez-huerta
pairs: ["¿?", "¡!"]
avoid: {migrante ilegal: migrante sin papeles}
""",
    "en": """\
code: en
name: English
english: English
required: true
aliases: [ingles]
commands: {action.menu: [menu, start]}
reading: flesch
""",
    "ht": """\
code: ht
name: Kreyòl Ayisyen
english: Haitian Creole
fallback: [fr, es]
aliases: [kreyol, creole]
commands: {action.menu: [meni]}
months: [janvye, fevriye, mas, avril, me, jen, jiyè, out, septanm, oktòb, novanm, desanm]
weekdays: [lendi, madi, mèkredi, jedi, vandredi, samdi, dimanch]
date: "{day} {month} {year}"
hour: "{hour}:{minute}"
list_and: ak
""",
}
PHRASES = {
    "es": ("Hola, {name}.", "{count} minuto", "{count} minutos"),
    "en": ("Hello, {name}.", "{count} minute", "{count} minutes"),
    "ht": ("Bonjou, {name}.", "{count} minit", "{count} minit"),
}
CARD = (
    "open-until",
    "opens",
    "tomorrow",
    "days",
    "address",
    "address-secret",
    "far",
    "far-from-centre",
    "phone",
    "always",
)


def phrases(hello: str, one: str, many: str) -> str:
    """A catalogue with these, and the card's phrases as `phrase: values`."""
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    head += '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    values = {"open-until": "{hour}", "opens": "{day} {hour}", "days": "{first} {last}", "address": "{address}"}
    values |= {"far": "{km}", "far-from-centre": "{km}", "phone": "{phones}"}
    card = "".join(f'\nmsgid "place.{id}"\nmsgstr "{id}: {values.get(id, "")}"\n' for id in CARD)
    return (
        f'{head}\n# A greeting.\nmsgid "hello"\nmsgstr "{hello}"\n\n'
        f'msgid "minutes"\nmsgid_plural "minutes"\nmsgstr[0] "{one}"\nmsgstr[1] "{many}"\n{card}'
    )


class Tree:
    """Content and locales in a folder of their own."""

    def __init__(self, root: Path) -> None:
        self.root, self.content, self.locales, self.cache = root, root / "content", root / "locales", root / "cache"
        self.write("content/asylum/apply.yaml", TOPIC)
        self.write("content/asylum/wait.yaml", WAIT)
        self.write("content/asylum/_section.yaml", SECTION)
        self.write("content/actions/person.yaml", ACTION)
        self.write("content/menu.yaml", "main: [asylum, action.person]\n")
        self.write("content/places/shelter.yaml", SHELTERS)
        self.write("content/places/hotline.yaml", HOTLINES)
        self.write("content/cities.yaml", CITIES)
        self.write("content/states.yaml", STATES)
        self.write("content/vocabulary.yaml", VOCABULARY)
        for code, text in LANGUAGES.items():
            self.write(f"locales/{code}/language.yaml", text)
            self.write(f"locales/{code}/phrases.po", phrases(*PHRASES[code]))

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def change(self, name: str, before: str, after: str) -> None:
        text = self.read(name)
        assert before in text
        self.write(name, text.replace(before, after, 1))

    def load(self) -> Library:
        library, problems = load(self.content, self.locales)
        assert library is not None, problems
        return library

    def problems(self, level: str = "") -> list[Problem]:
        return [each for each in check(self.content, self.locales, TODAY) if level in ("", each.level)]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


@pytest.fixture
def library(tree: Tree) -> Library:
    return tree.load()


@pytest.fixture
def spoil(tree: Tree) -> Callable[..., list[Problem]]:
    """Change one thing in a file and say what `bot check` then finds in the whole tree."""

    def spoiled(name: str, before: str, after: str) -> list[Problem]:
        tree.change(name, before, after)
        return tree.problems()

    return spoiled
