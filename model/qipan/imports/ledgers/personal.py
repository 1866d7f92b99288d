"""Personal data by their shape."""

import re

_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def looks_personal(text: str) -> bool:
    """Whether a text has the shape of something personal."""
    return bool(_PHONE.search(text))
