"""A ledger on disk comes back as it was, and equal ledgers are equal bytes."""

from pathlib import Path

import pandas as pd
import pytest

from qipan.imports.ledgers.ledger import (
    Ledger,
    LedgerFileError,
    Provenance,
    columns_in_order,
    content_hash,
    read_ledger,
    write_ledger,
)


def a_ledger() -> Ledger:
    frame = pd.DataFrame(
        {
            "id": [0, 1, 2],
            "opened_at": pd.to_datetime(
                ["2024-05-03 14:05", "2024-05-04 00:00", "2024-05-05 00:00"]
            ),
            "closed_at": pd.to_datetime(["2024-05-03 18:00", None, None]),
            "ending": ["closed", None, "cancelled"],
            "kind": ["噪声", None, "垃圾"],
            "kind_2": ["施工", None, "清运"],
            "parent": pd.array([None, 0, None], "Int64"),
            "satisfied": pd.array([True, None, False], "boolean"),
        }
    )
    frame["opened_at"] = frame["opened_at"].astype("datetime64[ns]")
    frame["closed_at"] = frame["closed_at"].astype("datetime64[ns]")
    return Ledger(frame, Provenance(title="台账", zone="Asia/Shanghai", rows=3))


def test_a_ledger_comes_back_as_it_was(tmp_path: Path) -> None:
    ledger = a_ledger()
    write_ledger(ledger, tmp_path / "a.parquet")
    back = read_ledger(tmp_path / "a.parquet")
    assert back.provenance == ledger.provenance
    assert list(back.frame.dtypes.astype(str)) == [
        "int64",
        "datetime64[ns]",
        "datetime64[ns]",
        *(str(ledger.frame[c].dtype) for c in ("ending", "kind", "kind_2")),
        "Int64",
        "boolean",
    ]
    pd.testing.assert_frame_equal(back.frame, ledger.frame, check_dtype=False)
    assert back.levels("kind") == ("kind", "kind_2")
    assert back.levels("area") == ()


def test_the_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    ledger = a_ledger()
    turned = Ledger(ledger.frame[ledger.frame.columns[::-1]], ledger.provenance)
    write_ledger(ledger, tmp_path / "a.parquet")
    write_ledger(turned, tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert columns_in_order(["area_2", "id", "area"]) == ["id", "area", "area_2"]


def test_the_hash_is_of_the_contents() -> None:
    frame = a_ledger().frame
    changed = frame.assign(kind=["噪声", None, "绿化"])
    assert content_hash(frame) == content_hash(frame.copy())
    assert content_hash(frame) != content_hash(changed)


@pytest.mark.parametrize("content", [b"", b"id,opened\n", b"PAR1"])
def test_what_is_no_ledger_is_called_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(LedgerFileError, match="qipan import ledger"):
        read_ledger(tmp_path / "a.parquet")
    with pytest.raises(LedgerFileError, match="no such file"):
        read_ledger(tmp_path / "b.parquet")
    pd.DataFrame({"id": [1]}).to_parquet(tmp_path / "c.parquet")
    with pytest.raises(LedgerFileError, match="not an imported ledger"):
        read_ledger(tmp_path / "c.parquet")
