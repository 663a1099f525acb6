"""One message in, its meaning out: language, place, emergency and need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from bot.domain.meaning import Meaning
from bot.library.understanding import cache as kept
from bot.library.understanding.features import Features, Seen, rows
from bot.library.understanding.intents import NONE, SURE_FROM, Guess, Intents
from bot.library.understanding.knowledge import Knowledge
from bot.library.understanding.learning import Head
from bot.library.understanding.lexicon import Lexicon
from bot.library.understanding.marks import Marks
from bot.library.understanding.model import Heard, Linear, Reading, learn
from bot.library.understanding.normal import BREAK, plain, split
from bot.library.understanding.often import Often
from bot.library.understanding.placenames import Names
from bot.library.understanding.places import Place, Places
from bot.library.understanding.redaction import Vocabulary, vocabulary_of
from bot.library.understanding.tongue import Spoken, Tongue
from bot.library.understanding.urgency import Alarm, Urgency, urgency_texts
from bot.library.understanding.when import When

_BY_COUNT = 0.8
"""How much counted words weigh beside the refined weights; found on held-out fifths of our own phrases."""
_STORY_SHARE = 0.5
_STRANGE_SHARE = 3.0
_SMALLTALK_SHARE = 0.75
"""How much a message beyond all topics weighs among the intents: at a whole share it draws rare questions to itself."""
_BACKGROUND_SHARE = 2.0
"""How much what people tell around a question weighs among the intents, so that a mere place stays no question."""
_STORIES_UP_TO = 400
_LIFT = 0.8
"""How much an emergency speaks for the topic that helps in it."""
_LIFTS_FROM = 0.8
"""From this strength the topic that helps in the emergency is named although the words would mean nothing."""
_FIRST_FROM = 0.85
"""From this strength the topic that helps in the emergency goes before the needs in the words."""
_ASKED_FROM = 0.7
"""From this chance an ordinary question is answered although the message might alarm; who to call stands above.

On the labelled sets these are 78 of 197 ordinary questions that alarm, and 2 of 740 emergencies.
"""


class Understanding:
    """Understands messages after having learnt from the content once; safe to share, as it only reads."""

    def __init__(
        self,
        knowledge: Knowledge,
        features: Features,
        intents: Intents,
        urgency: Urgency,
        tongue: Tongue,
        vocabulary: Vocabulary,
    ) -> None:
        self.vocabulary = vocabulary
        """The words that are anybody's."""
        self._offered = tuple(knowledge.offered)
        self._features = features
        self._intents = intents
        self._urgency = urgency
        self._tongue = tongue
        self._when = When(knowledge.time_words, features.lexicon.spelling)
        common = chain(features.lexicon.words, features.words)
        names = Names(knowledge.cities, knowledge.states, knowledge.place_words, common)
        self._places = Places(names, knowledge.place_words)
        self._order = _order(knowledge.urgency)
        self._often = Often[Meaning]()
        self._both: Linear | None = None
        if isinstance(intents.model, Linear) and urgency.model is not None:
            self._first = len(intents.model.bias)
            self._both = intents.model.beside(urgency.model)
            intents.model = self._both.part(0, self._first)
            urgency.model = self._both.part(self._first, len(self._both.bias))

    @classmethod
    def learn(cls, knowledge: Knowledge, cache: Path | None = None) -> Understanding:
        """Learn from the content, or read what was learnt from the very same content before."""
        lexicon = Lexicon(knowledge.lexicon, knowledge.spelling)
        features = Features(lexicon, knowledge.courtesy, Marks(knowledge.urgency, lexicon))
        digest = knowledge.digest() if cache is not None else ""
        if cache is not None:
            saved = kept.read(cache, digest)
            if saved is not None:
                return cls._from(saved, knowledge, lexicon, features)
        names = [*sorted(knowledge.asks), NONE]
        phrases = [
            (text, language, label)
            for label, intent in enumerate(sorted(knowledge.asks))
            for language, written in knowledge.asks[intent].items()
            for text in written
        ]
        answered = len(phrases) + sum(map(len, knowledge.background.values()))
        phrases += [
            (text, language, len(names) - 1)
            for words in (knowledge.background, knowledge.smalltalk)
            for language, written in words.items()
            for text in written
        ]
        tales = list(stories(phrases, knowledge)) if len(names) < _STORIES_UP_TO else []
        texts = [(text, language) for text, language, _ in phrases] + urgency_texts(knowledge.urgency)
        at = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        seen = list(_learnt(list(at), knowledge, features))
        seen += (features.see(features.spelt(words, language), language) for words, language, _ in tales)
        messages = rows(features, seen)
        asked = [at[text, language] for text, language, _ in phrases] + list(range(len(at), len(seen)))
        labels = [label for _, _, label in (*phrases, *tales)]
        told = sum(map(len, knowledge.background.values()))
        strange = [int(answered <= number < len(phrases)) for number in range(len(labels))]
        shares = [_SMALLTALK_SHARE if out else 1.0 for out in strange]
        shares[answered - told : answered] = [_BACKGROUND_SHARE] * told
        shares[len(phrases) :] = [_STORY_SHARE] * len(tales)
        scope = Head(strange, 2, [_STRANGE_SHARE if out else 1.0 for out in strange])
        heads = [Head(labels, len(names), shares), scope]
        model = learn(features, messages.only(asked), heads, heard=Heard(len(phrases), _BY_COUNT))
        urgency = Urgency.learn(knowledge, lexicon, features, messages, at)
        tongue = Tongue.learn(knowledge)
        vocabulary = vocabulary_of(knowledge.asks.values(), knowledge.tokens)
        made = cls(knowledge, features, Intents(model, names), urgency, tongue, vocabulary)
        if cache is not None:
            kept.write(cache, digest, features, model, names, urgency, tongue, vocabulary)
        return made

    @classmethod
    def _from(cls, saved: kept.Saved, knowledge: Knowledge, lexicon: Lexicon, features: Features) -> Understanding:
        features.restore(saved.words, saved.weights, saved.concept_weights)
        model = kept.model(saved, "intents", features)
        urgent = kept.model(saved, "urgency", features)
        heard = kept.model(saved, "tongue", kept.tongue_features(saved))
        assert heard is None or isinstance(heard, Linear)
        assert urgent is None or isinstance(urgent, Linear)
        assert model is not None and heard is not None
        return cls(
            knowledge,
            features,
            Intents(model, saved.names),
            Urgency(knowledge, lexicon, features, urgent),
            Tongue(heard, saved.languages),
            saved.vocabulary,
        )

    def understand(self, text: str, language: str | None = None, chosen: bool = False) -> Meaning:
        """What a message means; `language` is the conversation's, `chosen` when the person chose it."""
        name = self._often.name(text, language, chosen)
        meaning = self._often.get(name)
        if meaning is None:
            meaning = self._understand(text, language, chosen)
            self._often.keep(name, meaning)
        return meaning

    def _understand(self, text: str, language: str | None, chosen: bool) -> Meaning:
        spoken, place, alarm, guess, words, seen = self._read(text, language, chosen)
        likeliest = guess.ranked[0][1] if guess.ranked and self._features.knows(seen) else 0.0
        nothing = likeliest < SURE_FROM or guess.strange
        ranked = guess.ranked
        if nothing and alarm.topic and alarm.strength >= _LIFTS_FROM:
            chance = max(alarm.strength * 0.8, SURE_FROM)
            ranked = ((alarm.topic, chance), *(each for each in ranked if each[0] != alarm.topic))
            nothing = False
        needs = self._needs(guess, alarm, nothing, ranked)
        if not nothing and needs and needs[0] != ranked[0][0]:
            first = next((each for each in ranked if each[0] == needs[0]), None)
            if first is not None and first[1] > 0.3:
                ranked = (first, *(each for each in ranked if each is not first))
        intent, score = (NONE, guess.nothing) if nothing else ranked[0]
        others = ranked if nothing else ranked[1:]
        return Meaning(
            language=spoken.language,
            language_sure=spoken.sure,
            foreign=spoken.language not in self._offered,
            intent=intent,
            score=round(min(1.0, max(0.0, score)), 4),
            alternatives=tuple((name, round(chance, 4)) for name, chance in others[:3]),
            needs=needs,
            urgent=alarm.kind,
            urgent_topic=alarm.topic,
            within_72h=self._when.within_72h(words, spoken.language) if alarm.kind else None,
            city=place.city,
            state=place.state,
            urgent_doubtful=self._is_doubtful(alarm, intent, score),
        )

    def _is_doubtful(self, alarm: Alarm, intent: str, score: float) -> bool:
        if not alarm.kind or alarm.strength >= _FIRST_FROM or score < _ASKED_FROM:
            return False
        return intent != NONE and intent not in self._urgency.topics

    def _needs(
        self, guess: Guess, alarm: Alarm, nothing: bool, ranked: tuple[tuple[str, float], ...]
    ) -> tuple[str, ...]:
        needs = list(guess.needs) if len(guess.needs) > 1 else []
        if not nothing and ranked[0][0] not in needs:
            needs.insert(0, ranked[0][0])
        needs.sort(key=lambda name: self._order.get(name, 50))
        if alarm.topic and alarm.strength >= _FIRST_FROM:
            needs = [alarm.topic, *(name for name in needs if name != alarm.topic)]
        return tuple(needs[:4])

    def _read(
        self, text: str, language: str | None, chosen: bool
    ) -> tuple[Spoken, Place, Alarm, Guess, list[str], Seen]:
        level = plain(text)
        raw = split(level)
        spoken = self._tongue.heard(raw, level, language, chosen, self._offered)
        place = self._places.find(raw)
        own = [word for at, word in enumerate(raw) if at not in place.tokens] if place.tokens else raw
        words = self._features.without_courtesy(self._features.spelt(own, spoken.language), spoken.language)
        seen = self._features.see(words, spoken.language)
        alarming: Reading | None = None
        if self._both is None:
            reading = self._intents.model.read(seen)
        else:
            both = self._both.read(seen)
            reading, alarming = both.part(0, self._first), both.part(self._first, len(both.labels))
        chances = self._intents.chances(reading)
        alarm = Alarm()
        if self._features.knows(seen):
            topics = self._urgency.topics
            alarm = self._urgency.look(seen, lambda: self._intents.leaning(reading, chances, topics), alarming)
        sure = alarm.topic and alarm.strength >= _LIFTS_FROM
        lifted = {alarm.topic: _LIFT * (alarm.strength - 0.5)} if sure else {}
        guess = self._intents.guess(reading, chances, lifted)
        return spoken, place, alarm, guess, words, seen

    def places_in(self, words: Sequence[str]) -> frozenset[int]:
        """Which of these plain words name a place."""
        return self._places.named(words)

    def explain(self, text: str) -> str:
        """In plain words, which words and concepts led where: for editors."""
        spoken, place, alarm, guess, words, seen = self._read(text, None, False)
        meaning = self.understand(text)
        lines = [
            f"language: {spoken.language}" + ("" if spoken.sure else " (not sure)"),
            "read as:  " + " ".join(word for word in words if word != BREAK),
        ]
        names = self._features.lexicon.names
        said = [f"{names[concept]} ({seen.words[at]})" for at, concept in seen.concepts]
        lines.append("concepts: " + (", ".join(said) or "none: no word of the lexicon"))
        if place.city or place.state:
            lines.append(f"place:    {place.city or 'no city'}, {place.state}")
        lines.append(
            f"urgent:   {alarm.kind or 'no'} ({alarm.strength:.2f})"
            + (f" because of {', '.join(alarm.because)}" if alarm.because else "")
            + (", doubtful: the question is answered below who to call" if meaning.urgent_doubtful else "")
        )
        lines.append(f"answer:   {meaning.intent} ({meaning.score:.2f})")
        for name, chance in guess.ranked[:3]:
            lines.append(f"  {name} {chance:.2f}  {self._led(seen, name)}")
        lines.append(f"  nothing we answer {guess.nothing:.2f}")
        return "\n".join(lines)

    def _led(self, seen: Seen, name: str) -> str:
        model = self._intents.model
        if not isinstance(model, Linear):
            return ""
        label = self._intents.names.index(name)
        told: dict[str, float] = {}
        for word in seen.words:
            told[word] = told.get(word, 0.0) + float(model.word(word)[label])
        names = self._features.lexicon.names
        base = self._features.concept_columns
        for column, weight in zip(seen.columns, seen.weights, strict=True):
            if base <= column < base + len(names):
                key = f"[{names[column - base]}]"
                told[key] = told.get(key, 0.0) + weight * float(model.column(column)[label])
        strongest = sorted(told.items(), key=lambda each: (-abs(each[1]), each[0]))[:6]
        return ", ".join(f"{word} {amount:+.1f}" for word, amount in strongest)


def _order(urgency: Mapping[str, Mapping[str, object]]) -> dict[str, int]:
    listed = urgency.get("_order", {}).get("order", ())
    assert isinstance(listed, (list, tuple))
    return {str(name): at for at, name in enumerate(listed)}


def _learnt(texts: Sequence[tuple[str, str]], knowledge: Knowledge, features: Features) -> Iterator[Seen]:
    """Teaches the features these texts, (text, language), and then what each is to them."""
    spelt = [features.spelt(knowledge.tokens(text), language) for text, language in texts]
    languages = [language for _, language in texts]
    found = features.learn(zip(spelt, languages, strict=True))
    for words, language, phrases in zip(spelt, languages, found, strict=True):
        said = features.without_courtesy(words, language)
        yield features.see(said, language, phrases if len(said) == len(words) else None)


def stories(asked: Sequence[tuple[str, str, int]], knowledge: Knowledge) -> Iterator[tuple[Sequence[str], str, int]]:
    """The tokens of every fourth ask inside words that people tell around it, so that long messages are understood."""
    read = knowledge.tokens
    for at, (text, language, label) in enumerate(asked):
        around = knowledge.background.get(language, ())
        if at % 4 == 0 and len(around) > 1:
            first, second, last = (read(around[at * step % len(around)]) for step in (7, 13, 11))
            turn = at // 4 % 3
            if turn == 0:
                yield (*first[-5:], *read(text)), language, label
            elif turn == 1:
                yield (*read(text), *last[:4]), language, label
            else:
                yield (*first, *second, *read(text), *last), language, label
