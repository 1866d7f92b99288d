"""Stores of several machines become one that holds what each held, to the bit, and each once."""

import pytest
from typer.testing import CliRunner

from qipan.cli import app
from qipan.runs.store.failures import KnownFailure
from qipan.runs.store.merging import merge_stores
from qipan.runs.store.overview import overview
from qipan.runs.store.store import Store, version_folder
from qipan.runs.trouble import StoreError

from .made import city, full, key, same


def made(path, *, fulls=(), cities=(), failed=()):
    with Store(path) as store:
        for number in fulls:
            store.put(key(number), full(number))
        for number in cities:
            store.put(key(number), city(number))
        for number in failed:
            store.put_failure(key(number), "a", number, KnownFailure("why", "where"))
    return path


def test_what_each_held_is_there_once(tmp_path):
    one = made(tmp_path / "1", fulls=[1, 2], cities=[3])
    two = made(tmp_path / "2", fulls=[2, 4], cities=[5], failed=[6])
    merged = merge_stores(tmp_path / "all", [one, two])
    assert (merged.new, merged.known, merged.failures) == (5, 1, 1)
    with Store(tmp_path / "all") as store:
        assert len(store) == 5
        assert all(same(store.get(key(n), full=True), full(n)) for n in (1, 2, 4))
        assert all(same(store.get(key(n), full=False), city(n)) for n in (3, 5))
        assert store.failure(key(6)) == KnownFailure("why", "where")
    with Store(one) as store:
        assert len(store) == 3  # the others stay as they are


def test_merging_again_adds_nothing(tmp_path):
    one = made(tmp_path / "1", fulls=[1], cities=[2], failed=[3])
    merge_stores(tmp_path / "all", [one])
    again = merge_stores(tmp_path / "all", [one])
    assert (again.new, again.known, again.failures) == (0, 2, 0)
    (version,) = overview(tmp_path / "all")
    assert (version.full, version.city) == (1, 1)


def test_in_full_adds_to_what_was_city_wide_and_not_the_other_way_round(tmp_path):
    target = made(tmp_path / "all", fulls=[1], cities=[2])
    other = made(tmp_path / "1", fulls=[2], cities=[1])
    assert merge_stores(target, [other]).new == 1
    with Store(target) as store:
        assert same(store.get(key(2), full=True), full(2))
        assert same(store.get(key(1), full=True), full(1))


def test_a_damaged_file_is_passed_over_and_named(tmp_path):
    one = made(tmp_path / "1", fulls=[1], cities=[2])
    (file,) = version_folder(one).glob("full-*")
    file.write_bytes(file.read_bytes()[:-40])
    merged = merge_stores(tmp_path / "all", [one])
    assert merged.damaged == (file,) and merged.new == 1


def test_what_another_version_made_is_not_taken(tmp_path):
    one = made(tmp_path / "1", fulls=[1])
    version_folder(one).rename(one / "another")
    merged = merge_stores(tmp_path / "all", [one])
    assert merged.others == (one,) and merged.new == 0


def test_what_is_no_store_is_refused_before_anything_is_made(tmp_path):
    one = made(tmp_path / "1", fulls=[1])
    (tmp_path / "photos").mkdir()
    with pytest.raises(StoreError, match="photos"):
        merge_stores(tmp_path / "all", [one, tmp_path / "photos"])
    assert not (tmp_path / "all").exists()
    with pytest.raises(StoreError, match="itself"):
        merge_stores(one, [one])


def test_the_command_says_what_came_of_it(tmp_path):
    one, two = made(tmp_path / "1", fulls=[1]), made(tmp_path / "2", fulls=[1, 2])
    done = CliRunner().invoke(
        app, ["store", str(tmp_path / "all"), "--merge", str(one), "--merge", str(two)]
    )
    assert done.exit_code == 0, done.output
    assert "Taken in: 2 replications and 0 failures; 1 were there already." in done.output
