"""In which language a browser is answered."""

from starlette.requests import Request

from ..words import Language

LANGUAGE = "qipan_language"


def language_of(request: Request) -> Language:
    """Return the language a browser has chosen, or says that it prefers."""
    chosen = request.cookies.get(LANGUAGE)
    if chosen in ("en", "zh"):
        return "en" if chosen == "en" else "zh"
    return "zh" if request.headers.get("accept-language", "").lower().startswith("zh") else "en"
