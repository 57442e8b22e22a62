"""Compound files that lie about their sizes are refused at once instead of filling the memory."""

import struct
import time

import pytest

from peidang.files.compound import CompoundFile, is_bounded
from peidang.files.sniff import sniff
from tests.files.container_makers import compound_file

WHOLE = compound_file({"Workbook": b"w" * 5000, "甲/small": b"s" * 100})


def lying(at: int, kind: str, value: int) -> bytes:
    data = bytearray(WHOLE)
    struct.pack_into(kind, data, at, value)
    return bytes(data)


def test_streams_are_read() -> None:
    with CompoundFile(WHOLE[:-100]) as file:
        assert file.openstream(["甲", "small"]).read() == b"s" * 100
        assert file.openstream("Workbook").read() == b"w" * 5000
    assert is_bounded(WHOLE)


@pytest.mark.parametrize(
    ("at", "kind", "value"),
    [(30, "<H", 31), (32, "<H", 31), (44, "<I", 2**31), (64, "<I", 2**31), (72, "<I", 2**31)],
    ids=["sector", "small sector", "tables", "small tables", "more tables"],
)
def test_a_header_that_promises_too_much_is_refused(at: int, kind: str, value: int) -> None:
    with pytest.raises(OSError, match="header"):
        CompoundFile(lying(at, kind, value))
    assert not is_bounded(lying(at, kind, value))


@pytest.mark.parametrize("name", ["Workbook", "small", "Root Entry"])
def test_a_stream_longer_than_its_file_is_refused(name: str) -> None:
    data = lying(WHOLE.index(name.encode("utf-16-le")) + 120, "<I", 0x7FFFFFF0)
    started = time.process_time()
    assert not is_bounded(data)
    wanted: str | list[str] = "Workbook" if name == "Workbook" else ["甲", "small"]
    with CompoundFile(data) as file, pytest.raises(OSError, match="longer"):
        file.openstream(wanted)
    assert time.process_time() - started < 1


def test_reading_the_same_bytes_over_and_over_ends() -> None:
    with CompoundFile(WHOLE) as file, pytest.raises(OSError, match="longer"):
        sum(len(file.openstream("Workbook").read()) for _ in range(100))


def test_noise_behind_the_mark_is_no_compound_file() -> None:
    assert sniff(WHOLE[:8] + bytes(2000)) == "broken"
    assert not is_bounded(b"")
