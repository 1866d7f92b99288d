"""What the program says, in both languages."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from string import Formatter
from typing import Literal, Protocol, get_args, runtime_checkable

from .counted import counting
from .locale.catalogue import in_chinese

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_HAN = re.compile(r"[\u3400-\u9fff]")
_WESTERN = re.compile(r"[A-Za-z0-9%+\u2212\u2013¥]")  # with the minus and the dash of numbers
_WIDE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff01-\uff65]")  # takes no space beside it


@dataclass(frozen=True)
class Words:
    """The same words in both languages; the Chinese stands in the catalogue.

    Attributes
    ----------
    en : str
        May hold fields for `str.format`; of a whole number ``{n:one|many}`` is a word that goes
        with it. Chinese has a space between a number or a Latin letter and a character, and none
        between two characters, whatever a field is filled with.
    context : str
        Tells apart words that are the same in English and not in Chinese.
    """

    en: str
    context: str = ""

    @property
    def zh(self) -> str:
        """The Chinese."""
        return in_chinese(self.en, self.context)

    @staticmethod
    def of(en: str, zh: str) -> "Words":
        """Return words that bring both languages with them: of a scenario, or put together."""
        return _Pair(en, own_zh=zh)

    def say(self, language: Language, **fields: object) -> str:
        """Return the words in a language, their fields filled in."""
        words = self.en if language == "en" else self.zh
        if not fields:
            return words
        counted = counting(fields)
        return words.format(**counted) if language == "en" else _spaced(words, counted)


@dataclass(frozen=True)
class _Pair(Words):
    own_zh: str = ""

    @property
    def zh(self) -> str:
        """The Chinese that was given."""
        return self.own_zh


def filled(words: Words, **fields: object) -> Words:
    """Fill in words in both languages; a field may be `Words` itself."""
    return Words.of(
        *(words.say(language, **_fields_in(language, fields)) for language in LANGUAGES)
    )


def _spaced(words: str, fields: dict[str, object]) -> str:
    """Fill fields into Chinese, with spaces only where a Western letter meets a character."""
    formatter, said = Formatter(), ""
    for literal, name, spec, conversion in formatter.parse(words):
        said = _joined(said, literal)
        if name is not None:
            value, _ = formatter.get_field(name, (), fields)
            value = formatter.convert_field(value, conversion)
            said = _joined(said, formatter.format_field(value, spec or ""))
    return said


def _joined(left: str, right: str) -> str:
    """Put two pieces together, with a space between them where Chinese has one."""
    before, after = left.rstrip(" "), right.lstrip(" ")
    if not before or not after:
        return left + right
    ends = before[-1], after[0]
    han = [bool(_HAN.match(end)) for end in ends]
    western = [bool(_WESTERN.match(end)) for end in ends]
    if (han[0] and western[1]) or (western[0] and han[1]):
        return f"{before} {after}"
    if all(_WIDE.match(end) for end in ends):
        return before + after
    return left + right


class Phrase(str):
    """English text that carries its Chinese: what an error, a fault or a caution says.

    It is a `str` in English, so that whoever passes it on need not know; `in_language` says it in
    the other language. The Chinese is looked up when it is asked for.

    Parameters
    ----------
    words : str or Words
        As for `Words`; with fields in it.
    context : str
    **fields : object
        Filled in; phrases, words and errors among them are said in the language as well.

    Examples
    --------
    >>> Phrase("found {number}", number=3)
    'found 3'
    """

    words: Words
    fields: dict[str, object]

    def __new__(cls, words: str | Words, context: str = "", /, **fields: object) -> "Phrase":
        """Fill in the English."""
        both = words if isinstance(words, Words) else Words(words, context)
        phrase = super().__new__(cls, both.say("en", **_fields_in("en", fields)))
        phrase.words, phrase.fields = both, fields
        return phrase

    def __reduce__(self) -> tuple[object, ...]:
        """Let it travel back from a worker process."""
        return _phrase, (self.words, self.fields)

    def say(self, language: Language) -> str:
        """Return it in a language."""
        return (
            str(self) if language == "en" else self.words.say("zh", **_fields_in("zh", self.fields))
        )

    def __str__(self) -> str:
        """Return the English, as a plain string."""
        return "".join(self)


def _phrase(words: Words, fields: dict[str, object]) -> Phrase:
    return Phrase(words, **fields)


@runtime_checkable
class Sayable(Protocol):
    """What can be said in a language: words, phrases, faults, errors."""

    def say(self, language: Language) -> str:
        """Return it in a language."""
        ...


def in_language(said: object, language: Language) -> str:
    """Return text in a language: that of whatever carries both, and other text as it is."""
    return said.say(language) if isinstance(said, Sayable) else str(said)


def _fields_in(language: Language, fields: dict[str, object]) -> dict[str, object]:
    return {
        name: field.say(language) if isinstance(field, Sayable) else field
        for name, field in fields.items()
    }


def joined(parts: Iterable[str], by: str = ", ", zh: str = "、") -> Phrase:
    """Put phrases, or names, one after the other, as each language divides them."""
    fields = {f"part{number}": part for number, part in enumerate(parts)}
    names = [f"{{{name}}}" for name in fields]
    return Phrase(Words.of(by.join(names), zh.join(names)), **fields)


def both(en: str, zh: str) -> Phrase:
    """Return a phrase of texts that are known in both languages, as of a file that keeps them."""
    return Phrase(Words.of("{en}", "{zh}"), en=en, zh=zh)


def in_one_line(said: object) -> Phrase:
    """Write what is said, by an error or a fault, on one line in each language."""
    en, zh = (" ".join(in_language(said, language).split()) for language in LANGUAGES)
    return both(en, zh)


def _plain(literal: str) -> str:
    return literal.replace("{{", "{").replace("}}", "}")


def clauses(*said: str) -> Phrase:
    """Join what is said of one thing; what is empty is left out."""
    return joined((part for part in said if part), "; ", "；")


def placed(place: object, said: str) -> Phrase:
    """Say of what something is said: of a file, a folder, a key."""
    return Phrase(Words.of("{place}: {said}", "{place}：{said}"), place=place, said=said)


def recognised(text: str, known: Iterable[Words]) -> str:
    """Return what another library says as a phrase, if it is one of the words that are known.

    What stands in a field may be one of them again. Text that is not known stays as it is.
    """
    known = tuple(known)
    for words in known:
        if fits := re.fullmatch(_pattern(words.en), text, re.DOTALL):
            fields = {name: recognised(part, known) for name, part in fits.groupdict().items()}
            return Phrase(words, **fields)
    return text


def _pattern(words: str) -> str:
    parts = re.split(r"(?<!\{)\{(\w+)\}(?!\})", words)
    return "".join(
        f"(?P<{part}>.+?)" if number % 2 else re.escape(_plain(part))
        for number, part in enumerate(parts)
    )


_spoken: ContextVar[Language] = ContextVar("spoken", default="en")


def spoken() -> Language:
    """Language that the program speaks with whoever called it: English unless told otherwise."""
    return _spoken.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language while the block runs."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def language_of(environment: Mapping[str, str]) -> Language:
    """Return the language that an environment asks for.

    ``QIPAN_LANG`` decides where it is given; else the locale, in the order of POSIX: ``LC_ALL``,
    ``LC_MESSAGES``, ``LANG``. What is neither Chinese nor English is English.
    """
    names = ("QIPAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    asked = next((environment[name] for name in names if environment.get(name)), "")
    return "zh" if asked.lower().startswith("zh") else "en"
