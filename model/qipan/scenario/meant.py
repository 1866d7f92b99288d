"""What a text was meant to say where a number, a date or a truth value is asked for."""

import datetime
import math
import re
import unicodedata
from decimal import Decimal

from ..words import Phrase

LIKELY_PER_CENT = 5.0  # below, a number above 1 is as likely to be a slip of another kind
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_AMOUNT = re.compile(
    r"[¥$€]?\s*(?P<number>[+-]?(?:\d{1,3}(?:[, '_\u2019]\d{3})+|\d+)(?:\.\d+)?)"
    r"\s*(?P<times>%|‰|[百千万亿])?\s*(?P<unit>[^\W\d][^\d:,]{0,20})?"
)
_TIMES = {"%": "0.01", "‰": "0.001", "百": "100", "千": "1000", "万": "10000", "亿": "100000000"}
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d\d)(\d\d)")
_TRUE = ("true", "yes", "y", "on", "1", "是", "有", "开", "启用")
_FALSE = ("false", "no", "n", "off", "0", "否", "无", "关", "停用")


def number_in_table(text: str) -> float | None:
    """Return the number that a cell of a table holds: thousands may be apart by commas."""
    said = unicodedata.normalize("NFKC", text).strip()
    if not _PLAIN.fullmatch(said) and not _THOUSANDS.fullmatch(said):
        return None
    number = float(said.replace(",", ""))
    return number if math.isfinite(number) else None


def hint_of_number(text: str) -> str:
    """Say how the number that a text means is written; '' if it means none."""
    said = unicodedata.normalize("NFKC", text).strip()
    if said == text and _PLAIN.fullmatch(said):
        return Phrase("write it without quotes")
    found = _AMOUNT.fullmatch(said)
    if found is None:
        return ""
    digits = re.sub(r"[^\d.+-]", "", found["number"])
    number = Decimal(digits) * Decimal(_TIMES.get(found["times"] or "", "1"))
    unit = Phrase("; the unit is that of the key") if found["unit"] else ""
    return Phrase("write {plain}{unit}", plain=_plain(number), unit=unit)


def hint_of_share(value: float) -> str:
    """Say how per cent are written where a number far above 1 stands for a share; else ''."""
    if not LIKELY_PER_CENT <= value <= 100.0:
        return ""
    return Phrase(
        "if {value:g} % is meant, write {plain}",
        value=value,
        plain=_plain(Decimal(str(value)) / 100),
    )


def hint_of_date(said: object) -> str:
    """Say how the date that a text or a number means is written; '' if it means none."""
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", str(said)).strip())
    if found is None:
        return ""
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return Phrase("write {isoformat}", isoformat=datetime.date(year, month, day).isoformat())
    except ValueError:
        return Phrase("there is no such day")


def hint_of_truth(said: object) -> str:
    """Say how the truth value that a text or a number means is written; '' if it means none."""
    word = unicodedata.normalize("NFKC", str(said)).strip().lower()
    only = Phrase("YAML 1.2 has true and false only")
    meant = "true" if word in _TRUE else "false" if word in _FALSE else ""
    return Phrase("{only}: write {meant}", only=only, meant=meant) if meant else only


def _plain(number: Decimal) -> str:
    """Write a number without an exponent and without needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
