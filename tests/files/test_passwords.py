"""Office files with a password open with one that fits, and only then."""

import hashlib
import io
import random
import struct
import time
from pathlib import Path

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook

from peidang.domain.errors import FileUnreadable
from peidang.domain.file_words import UNREADABLE
from peidang.files.passwords import unlock
from peidang.files.sniff import sniff
from tests.files.container_makers import compound_file, workbook, zipped

LOCKED = Path(__file__).parent.parent / "data" / "locked"
"""Made with LibreOffice 7.4, password 1234."""


def real_workbook(protected: bool = False) -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active["A1"] = "进展情况"
    if protected:
        book.active.protection.sheet = True
        book.active.protection.password = "1234"
        book.security.lockStructure = True
    book.save(out)
    return out.getvalue()


def agile(data: bytes, password: str) -> bytes:
    """As Excel 2010 and later write it."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def standard(data: bytes, password: str) -> bytes:
    """As Excel 2007 and older WPS write it ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9)."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    digest = hashlib.sha1(salt + password.encode("utf-16-le")).digest()
    for number in range(50_000):
        digest = hashlib.sha1(struct.pack("<I", number) + digest).digest()
    digest = hashlib.sha1(digest + bytes(4)).digest()
    key = hashlib.sha1(
        bytes(a ^ b for a, b in zip(digest.ljust(64, b"\0"), b"\x36" * 64, strict=True))
    ).digest()[:16]

    def locked(plain: bytes) -> bytes:
        return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(plain + bytes(-len(plain) % 16))

    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + "AES\0".encode("utf-16-le")
    info = struct.pack("<HHII", 3, 2, 0x24, len(header)) + header + struct.pack("<I", 16) + salt
    info += locked(verifier) + struct.pack("<I", 20) + locked(hashlib.sha1(verifier).digest())
    package = struct.pack("<Q", len(data)) + locked(data)
    return compound_file({"EncryptionInfo": info, "EncryptedPackage": package})


def old_workbook(password: str) -> tuple[bytes, bytes]:
    """(an .xls locked with RC4 CryptoAPI, what its one cell must read) ([MS-OFFCRYPTO] 2.3.5, [MS-XLS] 2.2.10)."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))

    def keystream(block: int) -> Cipher[None]:
        digest = hashlib.sha1(salt + password.encode("utf-16-le")).digest()
        return Cipher(ARC4(hashlib.sha1(digest + struct.pack("<I", block)).digest()[:16]), None)

    checking = keystream(0).encryptor()
    locked_verifier = checking.update(verifier)
    locked_hash = checking.update(hashlib.sha1(verifier).digest())
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0) + "RC4\0".encode("utf-16-le")
    info = struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header + struct.pack("<I", 16) + salt
    info += locked_verifier + struct.pack("<I", 20) + locked_hash
    secret = "进展情况".encode("utf-16-le")
    records = struct.pack("<HH", 0x809, 16) + bytes(16) + struct.pack("<HH", 0x2F, len(info)) + info
    at = len(records)
    stream = keystream(0).encryptor().update(bytes(at + 4) + secret)
    records += struct.pack("<HH", 0x204, len(secret)) + stream[at + 4 :]
    return compound_file({"Workbook": records + struct.pack("<HH", 0xA, 0)}), secret


def reason(data: bytes, *passwords: str) -> str:
    with pytest.raises(FileUnreadable) as refused:
        unlock(data, "表.xlsx", passwords)
    assert (refused.value.name, refused.value.reason in UNREADABLE) == ("表.xlsx", True)
    return refused.value.reason


@pytest.mark.parametrize("lock", [agile, standard])
@pytest.mark.parametrize("password", ["1234", "设备更新"])
def test_a_locked_workbook_opens_with_the_password_that_fits(lock: object, password: str) -> None:
    assert callable(lock)
    book = real_workbook()
    data = lock(book, password)
    assert sniff(data) == "encrypted"
    assert reason(data) == reason(data, "0000", "") == "encrypted"
    assert unlock(data, "表.xlsx", ("0000", password)) == book


def test_what_excel_locks_with_nobody_s_password_opens_by_itself() -> None:
    book = real_workbook()
    assert unlock(agile(book, "VelvetSweatshop"), "表.xlsx") == book


def test_old_workbooks_and_letters_open_too() -> None:
    for name in ("locked.xls", "locked.doc"):
        data = (LOCKED / name).read_bytes()
        assert reason(data) == reason(data, "0000") == "encrypted"
        opened = unlock(data, name, ("0000", "1234"))
        assert "进展情况".encode("utf-16-le") in opened
        assert "进展情况".encode("utf-16-le") not in data
        assert unlock(opened, name) == opened


def test_the_newer_cipher_of_old_workbooks_opens_too() -> None:
    data, secret = old_workbook("设备更新")
    assert reason(data, "1234") == "encrypted"
    assert secret in unlock(data, "表.xls", ("1234", "设备更新"))


def test_a_locked_ods_must_be_saved_without_its_password() -> None:
    data = (LOCKED / "locked.ods").read_bytes()
    assert reason(data, "1234") == "encrypted-ods"


def test_a_file_without_password_stays_as_it_is() -> None:
    protected = real_workbook(protected=True)
    load_workbook(io.BytesIO(protected)).close()
    for data in (
        protected,
        workbook(),
        b"",
        b"text",
        zipped({"a": "b"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ):
        assert unlock(data, "表.xlsx", ("1234",)) == data


def test_a_cipher_that_asks_for_endless_work_is_refused() -> None:
    data = agile(real_workbook(), "1234")
    assert reason(data.replace(b'spinCount="100000"', b'spinCount="9999999"'), "1234") == "damaged"
    started = time.process_time()
    assert (
        reason(
            compound_file(
                {"EncryptionInfo": struct.pack("<HHI", 4, 4, 64) + b"<!ENTITY", "EncryptedPackage": b"x"}
            ),
            "1",
        )
        == "damaged"
    )
    assert time.process_time() - started < 1


def test_spoiled_files_are_opened_or_refused() -> None:
    chance = random.Random(4)
    # Of the newest kind only few, since each trial of a password takes a tenth of a second.
    sources = [(old_workbook("1234")[0], 150), ((LOCKED / "locked.xls").read_bytes(), 150)]
    sources += [((LOCKED / "locked.doc").read_bytes(), 100), ((LOCKED / "locked.ods").read_bytes(), 100)]
    for data, times in [*sources, (agile(real_workbook(), "1234"), 15)]:
        for _ in range(times):
            broken = bytearray(data)
            for _ in range(chance.choice((1, 10, 100))):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            started = time.process_time()
            try:
                unlock(bytes(broken), "x", ("1234",))
            except FileUnreadable as refused:
                assert refused.reason in UNREADABLE  # noqa: PT017
            assert time.process_time() - started < 5
