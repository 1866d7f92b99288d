"""Trees of large YAML files, kept between runs.

Nearly every scenario extends `base.yaml`, and to parse that takes longer than all else that `qipan
check` does. So a tree without faults is kept in the user's cache folder, by the content and name of
its file and the sources of what parses it. What cannot be read back is parsed anew.
"""

import contextlib
import hashlib
import io
import os
import pickle
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any

from ..cache_folder import DAYS_KEPT, cache_folder
from . import nodes
from .nodes import MapNode

LEAST_BYTES = 20_000  # less is parsed about as fast as it is looked up
_FOLDER = "trees"
_PARSERS = ("nodes.py", "tree.py", "visible.py")  # what a tree of given text hangs on


class _OnlyNodes(pickle.Unpickler):
    """Reads nodes and plain values: a file in the cache can make nothing else, and run nothing."""

    def find_class(self, module: str, name: str) -> Any:
        if module == nodes.__name__ and name in ("Mark", "ScalarNode", "ListNode", "MapNode"):
            return getattr(nodes, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no node")


def kept_tree(content: bytes, file: str) -> MapNode | None:
    """Return the tree of a file as it was kept, or None if it was not."""
    path = _path(content, file)
    if path is None:
        return None
    try:
        held = path.read_bytes()
        tree = _OnlyNodes(io.BytesIO(held)).load()
    except Exception:  # there is none, or it is damaged: pickle raises whatever it meets
        return None
    return tree if isinstance(tree, MapNode) else None


def keep_tree(content: bytes, file: str, tree: MapNode) -> None:
    """Keep the tree of a file if it is large; where nothing can be written, nothing is kept."""
    path = _path(content, file)
    if path is None:
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        _forget_old(path.parent)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as new:
            new.write(pickle.dumps(tree, pickle.HIGHEST_PROTOCOL))
        os.replace(new.name, path)  # whole or not at all


def _path(content: bytes, file: str) -> Path | None:
    folder = cache_folder() if len(content) >= LEAST_BYTES else None
    if folder is None:
        return None
    digest = hashlib.sha256(content)
    digest.update(file.encode(errors="surrogatepass") + _sources())
    return folder / _FOLDER / f"{digest.hexdigest()[:32]}.pickle"


@cache
def _sources() -> bytes:
    """Hash of what parses."""
    from ruamel.yaml import __version__ as parser

    digest = hashlib.sha256(parser.encode())
    for name in _PARSERS:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.digest()


def _forget_old(folder: Path) -> None:
    """Remove what was kept longer than a month ago; it is made anew where it is still wanted."""
    limit = time.time() - DAYS_KEPT * 86_400
    for other in folder.iterdir():
        with contextlib.suppress(OSError):
            if other.stat().st_mtime < limit:
                other.unlink()
