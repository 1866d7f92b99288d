"""What the program says, in both languages."""

import re
from dataclasses import dataclass
from string import Formatter
from typing import Literal, get_args

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
        *(
            words.say(
                language,
                **{
                    name: field.say(language) if isinstance(field, Words) else field
                    for name, field in fields.items()
                },
            )
            for language in LANGUAGES
        )
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
