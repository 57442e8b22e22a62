"""Members of a .zip with a password: the old cipher (ZipCrypto) and AES as WinZip, WinRAR and 7-Zip write it.

Sources: PKWARE APPNOTE 6.3.10, section 6.1; WinZip's "AES Encryption Information" (AE-1 and AE-2).
"""

import hashlib
import hmac
import struct
import zlib
from collections.abc import Iterator, Sequence

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from peidang.files.bounds import Budget, MemberFault
from peidang.files.zip_list import Entry, extra_field

AES_METHOD = 99
AES_FIELD = 0x9901
SALT_SIZES = {1: 8, 2: 12, 3: 16}
AES_ROUNDS = 1000


def opened(
    packed: bytes, entry: Entry, passwords: Sequence[str], budget: Budget
) -> Iterator[tuple[int, bytes, bool]]:
    """What each fitting password gives: (method it is packed with, packed bytes, whether the CRC is told)."""
    for password in passwords:
        # Windows programs turn a Chinese password into bytes of GBK, others into UTF-8.
        for secret in dict.fromkeys(
            (password.encode("utf-8", "ignore"), password.encode("gb18030", "ignore"))
        ):
            if entry.method == AES_METHOD:
                yield from _aes_opened(packed, entry.extra, secret)
            elif (plain := _old_opened(packed, entry, secret, budget)) is not None:
                yield entry.method, plain, True


def _aes_opened(packed: bytes, extra: bytes, secret: bytes) -> Iterator[tuple[int, bytes, bool]]:
    version, strength, method = _aes_field(extra)
    salt_size = SALT_SIZES[strength]
    key_size = salt_size * 2
    salt, check = packed[:salt_size], packed[salt_size : salt_size + 2]
    body, seal = packed[salt_size + 2 : -10], packed[-10:]
    keys = hashlib.pbkdf2_hmac("sha1", secret, salt, AES_ROUNDS, key_size * 2 + 2)
    if len(packed) < salt_size + 12 or keys[-2:] != check:
        return
    if hmac.digest(keys[key_size:-2], body, "sha1")[:10] == seal:
        yield method, _counted(body, keys[:key_size]), version == 1


def _aes_field(extra: bytes) -> tuple[int, int, int]:
    """(version, strength, how the plain bytes are packed)."""
    field = extra_field(extra, AES_FIELD)
    if len(field) < 7 or field[4] not in SALT_SIZES:
        raise MemberFault("damaged")
    version, strength, method = struct.unpack_from("<H2xBH", field)
    return version, strength, method


def _counted(body: bytes, key: bytes) -> bytes:
    """AES in counter mode with a little-endian counter from 1, which libraries do not offer."""
    blocks = -(-len(body) // 16)
    counters = b"".join(number.to_bytes(16, "little") for number in range(1, blocks + 1))
    stream = Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(counters)[: len(body)]
    return (int.from_bytes(body, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(body), "big")


def _old_opened(packed: bytes, entry: Entry, secret: bytes, budget: Budget) -> bytes | None:
    """The packed bytes, or None when the password's own check (one byte) already fails."""
    cipher = OldCipher(secret)
    head = cipher.undo(packed[:12])
    if len(head) < 12 or head[11] not in (entry.crc >> 24, entry.time >> 8 & 0xFF):
        return None
    budget.spend_slowly(len(packed))
    return cipher.undo(packed[12:])


_CRC = tuple(zlib.crc32(bytes([byte]), 0xFFFFFFFF) ^ 0xFFFFFFFF for byte in range(256))


class OldCipher:
    """PKWARE's traditional stream cipher: three keys moved on by every plain byte."""

    def __init__(self, secret: bytes) -> None:
        self._keys = (0x12345678, 0x23456789, 0x34567890)
        self._run(secret, plain=True)

    def undo(self, data: bytes) -> bytes:
        """The plain bytes of the next enciphered ones."""
        return self._run(data, plain=False)

    def _run(self, data: bytes, plain: bool) -> bytes:
        first, second, third = self._keys
        out = bytearray(data)
        for at, byte in enumerate(data):
            if not plain:
                mask = third | 2
                byte ^= (mask * (mask ^ 1)) >> 8 & 0xFF  # noqa: PLW2901
                out[at] = byte
            first = _CRC[(first ^ byte) & 0xFF] ^ (first >> 8)
            second = ((second + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
            third = _CRC[(third ^ (second >> 24)) & 0xFF] ^ (third >> 8)
        self._keys = first, second, third
        return bytes(out)
