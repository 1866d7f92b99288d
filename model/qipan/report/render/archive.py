"""Word and workbook files that are the same to the byte for the same content."""

import io
import zipfile
from collections.abc import Callable, Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that an archive can hold


def steady(content: bytes, rewritten: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """Return an archive with its members in the same order, but without times of day.

    Parameters
    ----------
    content : bytes
        A zip archive, as .docx and .xlsx are.
    rewritten : mapping
        How to rewrite members that hold a time themselves, by name.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # as on Linux, wherever it is written
            member.external_attr = 0o644 << 16
            new.writestr(member, rewritten[name](data) if name in rewritten else data)
    return out.getvalue()
