"""In which encoding a table of text is: found on its bytes, and the same from end to end."""

import codecs
import re
from collections.abc import Collection, Iterator

from ...words import Phrase
from ..refused import refused

_MARKED = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What else Chinese offices write: Excel on Windows of the mainland; of Taiwan, Hong Kong, Macao.
_CANDIDATES = ("gb18030", "big5")
_SAMPLE = 1 << 16  # bytes on which encodings are told apart
_PART = 1 << 20  # bytes decoded at once
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# Chinese letters in a line that is UTF-8 beyond doubt: six and more of another encoding would have
# to look like it by chance.
_PLAINLY = 4
_SAVE_ANEW = Phrase("open each part by itself and save it as 'CSV UTF-8', then name both files")


def encoding_of(content: bytes, file: str, words: Collection[str]) -> str:
    """Return the encoding of a text, as Python names it.

    Parameters
    ----------
    content : bytes
    file : str
        Its name, for what is said of it.
    words : collection of str
        Words that are likely in it: headers of tables.

    Raises
    ------
    ImportRefusedError
        If it is in two encodings, or in none that is known; the line is named.
    """
    marked = next((name for mark, name in _MARKED.items() if content.startswith(mark)), "")
    if marked:
        _ask_for_one(content, file, marked)
        return marked
    if _is(content, "utf-8"):
        return "utf-8"
    _refuse_two(content, file)
    fitting = [name for name in _CANDIDATES if _is(content, name)]
    if not fitting:
        line = _first_bad_line(content, "gb18030")
        found = Phrase(
            "line {line} is in no encoding that is known (UTF-8, GB18030, Big5)", line=line
        )
        raise refused(file, found, _SAVE_ANEW)
    return _likeliest(content[:_SAMPLE], fitting, words)


def _is(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _PART):
            decoder.decode(content[start : start + _PART])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _ask_for_one(content: bytes, file: str, encoding: str) -> None:
    if _is(content, encoding):
        return
    if encoding == "utf-16":
        raise refused(file, Phrase("begins as UTF-16 and is not throughout"), _SAVE_ANEW)
    _refuse_two(content, file)
    line = _first_bad_line(content, encoding)
    raise refused(file, Phrase("begins as UTF-8, but line {line} is not", line=line), _SAVE_ANEW)


def _refuse_two(content: bytes, file: str) -> None:
    """Refuse a file that is plainly UTF-8 in some lines and plainly not in others."""
    plain = other = 0
    for number, line in _lines(content):
        try:
            text = line.decode()
        except UnicodeDecodeError:
            other = other or number
            continue
        if not plain and len(_CHINESE.findall(text)) >= _PLAINLY:
            plain = number
        if plain and other:
            break
    if plain and other:
        found = Phrase(
            "two encodings in one file: line {plain} is UTF-8, line {other} is not",
            plain=plain,
            other=other,
        )
        raise refused(file, found, _SAVE_ANEW)


def _lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each line that is not all ASCII, with its number."""
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.isascii():
            yield number, line


def _first_bad_line(content: bytes, encoding: str) -> int:
    for number, line in _lines(content):
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            return number
    return 1


def _likeliest(sample: bytes, fitting: list[str], words: Collection[str]) -> str:
    """Choose among encodings that all fit: by the words of headers, then by what letters occur."""
    if len(fitting) == 1:
        return fitting[0]
    read = {name: sample.decode(name, errors="ignore") for name in fitting}
    known = {name: sum(word in text for word in words) for name, text in read.items()}
    best = max(known.values())
    left = [name for name in fitting if known[name] == best]
    if len(left) == 1:
        return left[0]
    from charset_normalizer import from_bytes

    guess = from_bytes(sample, cp_isolation=left).best()
    return guess.encoding if guess is not None and guess.encoding in left else left[0]
