"""Files and archives with a password: what is said of them, with and without one given."""

import io
import zipfile

from msoffcrypto.format.ooxml import OOXMLFile

from peidang.app.views import FileOutcome
from tests.app import bureau
from tests.app.bureau import STARTED
from tests.app.office import FARMING, Office

RIGHT, WRONG = "2468", "0000"
_ENCIPHERED = 1


def locked(office: Office) -> bytes:
    """A filled return with a password."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(bureau.fill(office.requests()[FARMING], {2: STARTED}))).encrypt(RIGHT, out)
    return out.getvalue()


def locked_archive() -> bytes:
    """An archive whose one member says that it is enciphered."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("form.xlsx", b"enciphered by somebody")
    data = bytearray(out.getvalue())
    data[6] |= _ENCIPHERED
    data[data.index(b"PK\x01\x02") + 8] |= _ENCIPHERED
    return bytes(data)


def said(told: FileOutcome) -> str:
    assert told.outcome == "needs-password"
    (found,) = told.findings
    return found["message"]


def test_a_wrong_password_is_told_as_wrong_and_the_right_one_opens(office: Office) -> None:
    path = office.arrive(locked(office))
    assert "给出的密码" not in said(office.receive(path).files[0])
    assert "给出的密码都打不开它" in said(office.receive(path, passwords=(WRONG,)).files[0])
    assert office.receive(path, passwords=(WRONG, RIGHT)).files[0].outcome == "taken"


def test_a_locked_archive_is_told_as_an_archive(office: Office) -> None:
    path = office.arrive(locked_archive(), "材料.zip")
    without = said(office.receive(path).files[0])
    assert without.startswith("压缩包设了密码")
    assert "WPS" not in without
    assert "给出的密码都打不开它" in said(office.receive(path, passwords=(WRONG,)).files[0])
