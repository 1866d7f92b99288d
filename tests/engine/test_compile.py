"""Machine code is made by another process, kept, known again, and made anew where damaged."""

import os
import pickle
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager

import numba
import numpy as np
import pytest

from qipan.cache_folder import VARIABLE
from qipan.engine import cache, compile, compiling, first_start
from qipan.engine.cache import Cache, is_whole

# A function that stands in for the engine: it takes a second to compile instead of a minute.
SMALL = """
import os
from qipan.engine.compile import entry

if os.environ.get("HANGS") and "qipan.engine.compiling" in " ".join(os.sys.orig_argv):
    import threading
    threading.Event().wait()  # as a compiler of machine code, until it is ended

@entry
def double(number):
    return 2 * number
"""


@pytest.fixture
def small(tmp_path, monkeypatch):
    """Return the function as a process that has just started has it."""
    (tmp_path / "small_kernel.py").write_text(SMALL)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "cache").mkdir()
    monkeypatch.setattr(compile, "CACHE", Cache(tmp_path / "cache"))

    def started():
        sys.modules.pop("small_kernel", None)
        import small_kernel

        return small_kernel.double

    yield started
    sys.modules.pop("small_kernel", None)


@pytest.fixture
def said():
    """Sentences that were said while something was compiled."""
    sentences = []

    @contextmanager
    def teller(sentence):
        sentences.append(sentence)
        yield lambda _: None

    with first_start.told_by(teller):
        yield sentences


def test_it_is_compiled_once_and_found_again(small, said, tmp_path):
    assert small()(21) == 42
    assert len(said) == 1 and "First start" in said[0]
    (folder,) = (tmp_path / "cache").iterdir()
    assert is_whole(folder)
    assert small()(21) == 42
    assert len(said) == 1


def files(folder, ending):
    return sorted(folder.rglob(f"*.{ending}"))


def cut(folder, ending, length):
    (file,) = files(folder, ending)
    file.write_bytes(file.read_bytes()[:length])


def replaced(folder, ending, content):
    (file,) = files(folder, ending)
    file.write_bytes(content)


def flipped(folder):
    (file,) = files(folder, "nbc")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def resealed(folder):
    """As if the wrong thing had been written in good order."""
    replaced(folder, "nbc", pickle.dumps({"other": "things"}))
    cache.seal(folder)


DAMAGE = {
    "code cut": lambda folder: cut(folder, "nbc", 100),
    "code gone": lambda folder: cut(folder, "nbc", 0),
    "index cut": lambda folder: cut(folder, "nbi", 20),
    "index gone": lambda folder: cut(folder, "nbi", 0),
    "another pickle": lambda folder: replaced(folder, "nbi", pickle.dumps(["x"])),
    "a flipped bit": flipped,
    "no checksums": lambda folder: (folder / cache.SUMS).unlink(),
    "nonsense as checksums": lambda folder: (folder / cache.SUMS).write_text("[1"),
    "sealed nonsense": resealed,
}


# What is found before anything is read of the code, and what only when it is; one kind of damage
# that is told by the sums is as good as another.
TRIED = ("code cut", "no checksums", "sealed nonsense")


def test_damaged_code_is_made_anew(small, said, tmp_path):
    """One damage after another, each to what was made anew after the last, or put back."""
    small()(1)
    for name, damage in DAMAGE.items():
        (folder,) = (tmp_path / "cache").iterdir()
        copy = shutil.copytree(folder, tmp_path / "copy")
        damage(folder)
        assert is_whole(folder) == (name == "sealed nonsense"), name
        if name in TRIED:
            assert small()(21) == 42, name
            assert len(said) == 2 + TRIED.index(name), name
            (folder,) = (tmp_path / "cache").iterdir()
            assert is_whole(folder), name
        else:
            shutil.rmtree(folder)
            copy.rename(folder)
            assert is_whole(folder), name
        shutil.rmtree(copy, ignore_errors=True)


class StopAfter:
    """A stop sign that is set once it has been looked at so often."""

    def __init__(self, looks):
        self.left = looks

    def is_set(self):
        self.left -= 1
        return self.left < 0


def children():
    return [child for child in _started if child.poll() is None]


_started: list = []


@pytest.fixture
def watched(monkeypatch):
    """Keep the processes that compile."""
    _started.clear()
    popen = subprocess.Popen

    def started(*arguments, **options):
        _started.append(popen(*arguments, **options))
        return _started[-1]

    monkeypatch.setattr(compiling.subprocess, "Popen", started)


def test_compiling_is_given_up_at_once(small, said, watched, monkeypatch, tmp_path):
    monkeypatch.setenv("HANGS", "1")
    with pytest.raises(compiling.GivenUpError):
        compile.make_ready([(small(), (1,))], StopAfter(3))
    assert _started and children() == []
    assert not [left for left in (tmp_path / "cache").iterdir() if "unfinished" not in left.name]
    monkeypatch.delenv("HANGS")
    assert small()(21) == 42  # and begun anew when it is asked for again


def test_ctrl_c_ends_compiling(small, watched, monkeypatch):
    monkeypatch.setenv("HANGS", "1")

    @contextmanager
    def interrupted(_):
        def clock(_):
            raise KeyboardInterrupt

        yield clock

    with first_start.told_by(interrupted), pytest.raises(KeyboardInterrupt):
        small()(21)
    assert _started and children() == []


def test_threads_wait_for_one_of_them(small, said):
    double = small()
    found = []
    threads = [threading.Thread(target=lambda: found.append(double(21))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [42] * 4 and len(said) == 1


def test_where_no_process_can_compile_this_one_does(small, said, monkeypatch):
    monkeypatch.setattr(compiling, "PROGRAM", "raise SystemExit(3)")
    assert small()(21) == 42
    monkeypatch.setattr(compiling.sys, "executable", "/nowhere/python")
    assert small()(21) == 42
    monkeypatch.setattr(compile, "CACHE", Cache(None, "nothing can be written"))
    assert small()(21) == 42


# -- where it is kept ------------------------------------------------------------------------------


def test_without_a_home_there_is_a_temporary_folder(monkeypatch, tmp_path):
    for name in (VARIABLE, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, "")  # so that it is absent again afterwards, whoever sets it
        monkeypatch.delenv(name)

    def nobody():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(cache.Path, "home", nobody)
    monkeypatch.setattr(cache.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(cache.atexit, "register", lambda *_: None)
    opened = cache.open_cache()
    assert opened.folder.is_relative_to(tmp_path)
    assert "no home folder" in opened.remark and VARIABLE in opened.remark
    assert cache.open_cache() == Cache(opened.folder)  # a process it starts is shown to the same


def test_a_cache_that_cannot_be_written_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file" / "cache"))
    monkeypatch.setattr(cache.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(cache.atexit, "register", lambda *_: None)
    opened = cache.open_cache()
    assert f"{tmp_path / 'file' / 'cache'} cannot be written" in opened.remark


def test_a_temporary_cache_is_removed_at_exit(tmp_path):
    (tmp_path / "file").touch()
    environment = {**os.environ, VARIABLE: str(tmp_path / "file"), "TMPDIR": str(tmp_path)}
    program = "from qipan.engine.compile import CACHE; print(CACHE.folder.is_dir(), CACHE.folder)"
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True
    )
    there, folder = done.stdout.split()
    assert there == "True" and folder.startswith(str(tmp_path)), done.stderr
    assert [left.name for left in tmp_path.iterdir()] == ["file"]


def test_nothing_at_all_can_be_written(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file"))
    monkeypatch.setattr(cache.tempfile, "tempdir", str(tmp_path / "nowhere"))
    assert cache.open_cache().folder is None


def test_folders_of_old_sources_are_forgotten(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    for name in ("engine-old", "engine-new", "mine"):
        (tmp_path / name).mkdir()
    for name in ("engine-old", "mine"):
        os.utime(tmp_path / name, (0, 0))
    own = cache.open_cache().folder
    assert sorted(tmp_path.iterdir()) == sorted([own, tmp_path / "engine-new", tmp_path / "mine"])
    shutil.rmtree(own)


# -- what is said ----------------------------------------------------------------------------------


class Stream:
    def __init__(self, is_terminal):
        self.is_terminal, self.text = is_terminal, ""

    def isatty(self):
        return self.is_terminal

    def write(self, text):
        self.text += text

    def flush(self):
        pass


@pytest.mark.parametrize("kind", ["pipe", "terminal", "notebook"])
def test_a_first_start_is_told(monkeypatch, kind):
    stream = Stream(kind == "terminal")
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)  # of tests that run notebooks
    if kind == "notebook":
        monkeypatch.setitem(sys.modules, "ipykernel", object())
    with first_start.telling("a remark") as clock:
        for seconds in (0.0, 0.1, 1.2, 1.3, 2.0):
            clock(seconds)
    first, *rest = stream.text.splitlines()
    assert first == f"{first_start.SENTENCE} (a remark) …"
    assert "".join(rest).split() == ([] if kind == "pipe" else ["0", "s", "1", "s", "2", "s"])


def test_without_a_console_it_is_silent(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    with first_start.telling() as clock:
        clock(1.0)


def test_a_kernel_is_typed_once_for_whole_numbers_however_wide() -> None:
    @compile.kernel
    def half(number):
        return number // 2

    @numba.njit(**compile.OPTIONS)
    def halves(small, large):
        return half(small[0]) + half(large[0]) + half(7)

    assert halves(np.array([200], np.uint8), np.array([-6], np.int32)) == 100 - 3 + 3
    assert len(half.signatures) == 1
