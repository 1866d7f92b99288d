"""What the YAML library says of a text that it cannot read, in both languages."""

from collections.abc import Iterator

from ruamel.yaml.error import MarkedYAMLError

from ..words import Words, recognised

_SAID = (
    Words("while scanning a simple key"),
    Words("while scanning for the next token"),
    Words("while scanning a quoted scalar"),
    Words("while scanning a double-quoted scalar"),
    Words("while scanning a block scalar"),
    Words("while scanning a plain scalar"),
    Words("while scanning an alias"),
    Words("while scanning an anchor"),
    Words("while scanning a tag"),
    Words("while scanning a directive"),
    Words("while parsing a block mapping"),
    Words("while parsing a block collection"),
    Words("while parsing a flow mapping"),
    Words("while parsing a flow sequence"),
    Words("while parsing a block node"),
    Words("while parsing a flow node"),
    Words("while parsing a node"),
    Words("while parsing a tag"),
    Words("while composing a mapping"),
    Words("could not find expected ':'"),
    Words("mapping values are not allowed here"),
    Words("sequence entries are not allowed here"),
    Words("expected ',' or '}}', but got {token}"),
    Words("expected ',' or ']', but got {token}"),
    Words("expected <block end>, but found {token}"),
    Words("expected the node content, but found {token}"),
    Words("expected '<document start>', but found {token}"),
    Words("expected a comment or a line break, but found {token}"),
    Words("expected alphabetic or numeric character, but found {token}"),
    Words("expected chomping or indentation indicators, but found {token}"),
    Words("found character {character} that cannot start any token"),
    Words("found unknown escape character {character}"),
    Words("found unexpected end of stream"),
    Words("found unexpected document separator"),
    Words("found unexpected ':'"),
    Words("found duplicate key"),
    Words("found undefined alias {name}"),
    Words("found undefined tag handle {name}"),
    Words("expected a single document in the stream"),
    Words("but found another document"),
    Words("special characters are not allowed"),
    Words("while parsing an {name}"),
    Words("while scanning an {name}"),
    Words("expected URI, but found {token}"),
    Words("expected a digit, but found {token}"),
    Words("mapping keys are not allowed here"),
    Words("found duplicate YAML directive"),
)


def reason_of_yaml(reason: str) -> str:
    """Return a single reason of the library, with its Chinese if it is known."""
    return recognised(reason, _SAID)


def of_yaml(error: MarkedYAMLError) -> Iterator[str]:
    """Yield what the library was doing, and what was in the way."""
    for said in (error.context, error.problem):
        if said:
            yield recognised(said, _SAID)
