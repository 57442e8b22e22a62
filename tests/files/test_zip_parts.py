"""One part of a zipped document is changed, everything else stays as it was."""

import io
import zipfile

import pytest

from peidang.files.zip_parts import change_part


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xml", "one")
        archive.writestr("b/c.xml", "two")
    return out.getvalue()


def test_only_the_named_part_changes() -> None:
    with zipfile.ZipFile(io.BytesIO(change_part(zipped(), "b/c.xml", bytes.upper))) as archive:
        assert archive.namelist() == ["a.xml", "b/c.xml"]
        assert [archive.read(name) for name in archive.namelist()] == [b"one", b"TWO"]


def test_a_part_that_is_not_there_is_told() -> None:
    with pytest.raises(KeyError):
        change_part(zipped(), "d.xml", bytes.upper)
