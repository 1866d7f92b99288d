"""The documentation as a site: complete, with sound links, and nothing loaded from elsewhere."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import qipan

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "python-reference.md"
FOREIGN = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
OF_STYLES = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")
LOADING = {"src", "href", "srcset", "data", "poster", "action", "style"}


class Loaded(HTMLParser):
    """Addresses that a browser would fetch by itself: everything but what a reader clicks on."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.styles = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.styles = tag == "style"
        for name, value in attrs:
            if value and tag != "a" and name in LOADING:
                self.addresses += addresses_of_styles(value) if name == "style" else [value]

    def handle_data(self, data):
        if self.styles:
            self.addresses += addresses_of_styles(data)

    def handle_endtag(self, tag):
        self.styles = False


def addresses_of_styles(text):
    return [a or b for a, b in OF_STYLES.findall(text)]


def foreign(addresses):
    return [address for address in addresses if FOREIGN.match(address)]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built as `make docs` builds it: strictly, so that a warning is a failure."""
    pytest.importorskip("material")
    pytest.importorskip("mkdocstrings")
    place = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(place)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return place


def test_what_a_browser_would_fetch_is_found():
    page = (
        '<a href="https://a.example/">a</a><script src="//b.example/b.js"></script>'
        '<link href="HTTPS://c.example/c.css"><style>@import "http://d.example/d.css";</style>'
        '<p style="background: url(https://e.example/e.png)"><img src="img/f.png">'
    )
    hosts = [re.search(r"(\w)\.example", address)[1] for address in foreign(Loaded(page).addresses)]
    assert hosts == ["b", "c", "d", "e"]


def test_nothing_is_loaded_from_elsewhere(site):
    pages, styles = sorted(site.rglob("*.html")), sorted(site.rglob("*.css"))
    assert pages and styles
    for page in pages:
        text = page.read_text("utf-8")
        assert foreign(Loaded(text).addresses) == [], page
        assert 'class="mermaid"' not in text, f"{page}: the theme loads diagrams from elsewhere"
    for style in styles:
        assert foreign(addresses_of_styles(style.read_text("utf-8"))) == [], style


def test_every_page_of_the_documentation_is_in_the_site(site):
    for page in (ROOT / "docs").rglob("*.md"):
        place = site / page.relative_to(ROOT / "docs").with_suffix(".html")
        assert (place.with_stem("index") if page.stem == "README" else place).is_file(), page


def test_what_pages_link_to_outside_docs_is_carried(site):
    text = (site / "questions.html").read_text("utf-8")
    assert 'href="project/scenarios/fuding.yaml"' in text
    carried = site / "project" / "scenarios" / "fuding.yaml"
    assert carried.read_bytes() == (ROOT / "scenarios" / "fuding.yaml").read_bytes()
    assert 'src="img/charts/backlog_en.png"' in (site / "index.html").read_text("utf-8")


def test_the_reference_has_every_public_name(site):
    listed = re.findall(r"^::: qipan\.(\w+)$", REFERENCE.read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(qipan.__all__)
    shown = (site / "python-reference.html").read_text("utf-8")
    for name in listed:
        assert f'id="qipan.{name}"' in shown, name
