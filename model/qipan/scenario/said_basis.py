"""Why a number is what it is, said in the reader's language where its file says it in English."""

from functools import cache
from importlib.resources import files

from ..words import Language


@cache
def catalogue() -> dict[str, str]:
    """Return the Chinese of what the shipped scenarios say, by their English."""
    from ruamel.yaml import YAML

    text = (files(__package__) / "basis_zh.yaml").read_text(encoding="utf-8")
    return dict(YAML(typ="safe", pure=True).load(text))


def said_basis(basis: str, language: Language) -> str:
    """Return what a number rests on; what is in no catalogue, as an author's own, as it is."""
    return basis if language == "en" else catalogue().get(basis, basis)
