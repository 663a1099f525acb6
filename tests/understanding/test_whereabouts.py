"""Most people begin by saying where they are: that alone is no emergency, and no question."""

from bot.library.library import Library

SAID = {
    "es": ("{}", "estoy en {}", "vivo en {}", "llegué ayer a {}", "estamos en {} con la familia"),
    "en": ("i am in {}", "we live in {}", "we arrived yesterday in {}", "i'm in {} with my family"),
    "ht": ("m nan {}", "isit nan {}", "mwen rive {} yè", "nou nan {} ak fanmi nou"),
}


def test_a_mere_place_is_no_alarm_and_no_topic(library: Library) -> None:
    cities = list(library.directory.cities)
    asked = [(language, frame.format(city)) for language in SAID for frame in SAID[language] for city in cities]
    meanings = [library.understanding.understand(text, language) for language, text in asked]
    assert len(asked) > 1_500
    assert sum(bool(one.urgent) for one in meanings) <= len(asked) // 200
    assert sum(one.intent != "none" for one in meanings) <= len(asked) // 100
    assert sum(one.city is not None for one in meanings) >= len(asked) * 0.97
