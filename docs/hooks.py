"""What MkDocs is told besides mkdocs.yml: pages of the project that lie outside docs/ are carried.

The README is the site's first page. Every other file outside docs/ that a page links to keeps its
path, below `project/`. Links are written for the repository, and turned here to where a page lands.
"""

import os
import posixpath
import re
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

DOCS = PurePosixPath("docs")
FIRST_PAGES = {PurePosixPath("README.md"): "index.md", PurePosixPath("README.zh.md"): "index.zh.md"}
CARRIED = "project"

# `](target)` or `](target#part)` of a link or picture; addresses of the web and parts of the same
# page are no paths.
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)(#[^)\s]*)?\)")
FENCED = re.compile(r"(^```.*?^```[^\n]*$)", re.MULTILINE | re.DOTALL)


def place_in_site(source: PurePosixPath) -> str:
    """Path within the site of a file of the repository, as MkDocs names sources."""
    if source in FIRST_PAGES:
        return FIRST_PAGES[source]
    if source.is_relative_to(DOCS):
        return str(source.relative_to(DOCS))
    return f"{CARRIED}/{source}"


def place_in_repository(src_uri: str) -> PurePosixPath:
    """The inverse of `place_in_site`."""
    for source, place in FIRST_PAGES.items():
        if src_uri == place:
            return source
    if src_uri.startswith(f"{CARRIED}/"):
        return PurePosixPath(src_uri).relative_to(CARRIED)
    return DOCS / src_uri


def linked(source: PurePosixPath, text: str) -> set[PurePosixPath]:
    """Files of the repository that a page links to."""
    prose = FENCED.sub("", text)
    return {resolved(source, match[1]) for match in LINK.finditer(prose)}


def resolved(source: PurePosixPath, target: str) -> PurePosixPath:
    """Path within the repository of what a page at `source` links to."""
    return PurePosixPath(posixpath.normpath(source.parent / target))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Carry the first pages and whatever is linked outside docs/, and what these link to."""
    root = Path(config.config_file_path).parent
    waiting = {place_in_repository(file.src_uri) for file in files if file.src_uri.endswith(".md")}
    waiting |= {source for source in FIRST_PAGES if (root / source).is_file()}
    seen: set[PurePosixPath] = set()
    while waiting:
        source = waiting.pop()
        seen.add(source)
        path = root / source
        if not path.is_file():
            continue  # told by MkDocs, which finds no target for the link
        place = place_in_site(source)
        if files.get_file_from_path(place) is None:
            files.append(File.generated(config, place, abs_src_path=str(path)))
        if path.suffix == ".md":
            waiting |= linked(source, path.read_text(encoding="utf-8")) - seen
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links of the repository into links of the site, but for what stands in fences."""
    source = place_in_repository(page.file.src_uri)
    here = posixpath.dirname(page.file.src_uri) or "."

    def turned(match: re.Match[str]) -> str:
        place = place_in_site(resolved(source, match[1]))
        return f"]({posixpath.relpath(place, here)}{match[2] or ''})"

    parts = FENCED.split(markdown)
    return "".join(part if n % 2 else LINK.sub(turned, part) for n, part in enumerate(parts))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Say of a Chinese page that it is one: screen readers and the choice of letters ask for it."""
    if os.path.basename(page.file.src_uri).endswith(".zh.md"):
        return output.replace('<html lang="en"', '<html lang="zh-CN"', 1)
    return output
