"""What comes from elsewhere is what it is said to be, and its licences come with it."""

import hashlib
import json
from pathlib import Path

import qipan.workbench

STATIC = Path(qipan.workbench.__file__).parent / "static"
VENDOR = STATIC / "vendor"
LISTED = json.loads((VENDOR / "vendored.json").read_text())


def test_files_are_those_that_are_listed():
    listed = {name: said["sha256"] for each in LISTED for name, said in each["files"].items()}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.is_file() and path.name != "vendored.json"
    }
    assert found == listed


def test_licences_are_there():
    named = {name for each in LISTED for name in each["licence_files"]}
    assert named == {f"licenses/{path.name}" for path in (VENDOR / "licenses").iterdir()}
    assert all(each["licence"] and each["version"] for each in LISTED)


def test_pages_name_no_other_host():
    templates = STATIC.parent / "templates"
    own = [*(STATIC / "js").iterdir(), *(STATIC / "css").iterdir(), *templates.iterdir()]
    assert own
    assert not [path.name for path in own if "//" in path.read_text().replace("// ", "")]
