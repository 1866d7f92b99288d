"""Numbers of things in running text: 1 point, 2 points, no "1 points"."""

from collections.abc import Mapping


class Count(int):
    """A whole number that knows the words beside it.

    In `str.format`, ``{n:point|points}`` is the first word for 1 and the second otherwise; a # in
    it stands for the number. Other formats are those of an int.

    Examples
    --------
    >>> "{n} {n:point is|points are}".format(n=Count(1))
    '1 point is'
    >>> "{n:the only point|one of # points}".format(n=Count(1200))
    'one of 1,200 points'
    """

    def __format__(self, spec: str) -> str:
        """Choose the word for the number, or write the number."""
        if "|" not in spec:
            return format(int(self), spec)
        one, many = spec.split("|")
        return (one if self == 1 else many).replace("#", f"{int(self):,}")


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a number and what it counts: ``counted(2, "point")`` is ``2 points``, a `Phrase`."""
    from .words import Phrase, Words

    noun = one if number == 1 else many or f"{one}s"
    words = Words.of("{number:,} {noun}", "{number:,} {noun}")
    return Phrase(words, number=number, noun=_Noun(noun, one))


class _Noun(str):
    """What is counted; its Chinese, with the word that stands between, is that of one."""

    one: str

    def __new__(cls, noun: str, one: str) -> "_Noun":
        """Keep what it is called where there is one."""
        made = super().__new__(cls, noun)
        made.one = one
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """Let it travel back from a worker process."""
        return _Noun, (str(self), self.one)

    def say(self, language: str) -> str:
        """Return it in a language."""
        from .locale.catalogue import in_chinese

        return str(self) if language == "en" else in_chinese(self.one, "counted")


def counting(fields: Mapping[str, object]) -> dict[str, object]:
    """Return fields for `str.format` whose whole numbers know the words beside them."""
    return {
        name: Count(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in fields.items()
    }
