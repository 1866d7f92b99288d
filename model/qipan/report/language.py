"""The two languages of charts and reports."""

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Words:
    """The same words in both languages.

    Attributes
    ----------
    en, zh : str
        May hold fields for `str.format`.
    """

    en: str
    zh: str

    def say(self, language: Language, **fields: object) -> str:
        """Return the words in a language, their fields filled in."""
        words = self.en if language == "en" else self.zh
        return words.format(**fields) if fields else words
