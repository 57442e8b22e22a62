"""Archives, mails and compound files for tests, byte by byte where no library writes what people send."""

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage

END_OF_CHAIN, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """A .zip as Python writes it: UTF-8 names with their flag."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(text: str = "") -> bytes:
    """Just enough to be taken for an .xlsx by its content."""
    return zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": f"<workbook>{text}</workbook>"})


@dataclass(frozen=True)
class RawMember:
    """One member of a .zip with every lie a test may want to tell."""

    name: bytes
    content: bytes
    flags: int = 0
    method: int = 8
    extra: bytes = b""
    crc: int | None = None
    size: int | None = None
    packed: bytes | None = None


def raw_zip(members: Iterable[RawMember], before: bytes = b"") -> bytes:
    """A .zip with names as raw bytes and whatever headers are asked for."""
    body, listed, members = bytearray(before), bytearray(), list(members)
    for member in members:
        packed = member.packed
        if packed is None:
            packed = deflated(member.content) if member.method == 8 else member.content
        crc = zlib.crc32(member.content) if member.crc is None else member.crc
        size = len(member.content) if member.size is None else member.size
        common = struct.pack("<HHHHIII", member.flags, member.method, 0, 0x5A21, crc, len(packed), size)
        lengths = struct.pack("<HH", len(member.name), len(member.extra))
        listed += struct.pack("<4sHH", b"PK\x01\x02", 20, 20) + common + lengths
        listed += struct.pack("<HHHII", 0, 0, 0, 0, len(body) - len(before)) + member.name + member.extra
        body += (
            struct.pack("<4sH", b"PK\x03\x04", 20) + common + lengths + member.name + member.extra + packed
        )
    end = struct.pack(
        "<4s4H2IH",
        b"PK\x05\x06",
        0,
        0,
        len(members),
        len(members),
        len(listed),
        len(body) - len(before),
        0,
    )
    return bytes(body + listed + end)


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def mail(attachments: Iterable[tuple[str, bytes]], **headers: str) -> bytes:
    """A mail as Python writes it, with a few words of text."""
    message = EmailMessage()
    for name, value in {
        "From": "czj@example.cn",
        "To": "fgj@example.cn",
        "Subject": "报送",
        **headers,
    }.items():
        message[name] = value
    message.set_content("现将有关材料报上，请查收。\n")
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def raw_mail(*parts: bytes, headers: bytes = b"From: czj@example.cn\r\nMIME-Version: 1.0\r\n") -> bytes:
    """A mail of parts given with their own headers, lines ending as on the wire."""
    head = headers + b'Content-Type: multipart/mixed; boundary="=_b1"\r\n\r\n'
    return head + b"".join(b"--=_b1\r\n" + part + b"\r\n" for part in parts) + b"--=_b1--\r\n"


def raw_part(headers: bytes, content: bytes) -> bytes:
    """A part in base64 under these headers."""
    return headers + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content)


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 file ([MS-CFB]) with these streams; ``/`` makes storages."""
    return _CompoundFile(streams).bytes()


class _CompoundFile:
    def __init__(self, streams: Mapping[str, bytes]) -> None:
        self.sectors: list[bytes] = []
        self.fat: list[int] = []
        self.small, self.small_fat = bytearray(), list[int]()
        self.entries: list[list[object]] = [["Root Entry", 5, FREE, FREE, FREE, 0]]
        self._add(0, streams)
        self.entries[0][4:] = [self._chain(bytes(self.small)), len(self.small)]

    def _add(self, parent: int, streams: Mapping[str, bytes]) -> None:
        """The children of one storage; each is the right neighbour of the one before."""
        inner: dict[str, dict[str, bytes]] = {}
        for path, content in streams.items():
            first, _, rest = path.partition("/")
            inner.setdefault(first, {})[rest] = content
        before: int | None = None
        for name in sorted(inner, key=lambda name: (len(name), name.upper())):
            number, content = len(self.entries), inner[name].get("")
            self.entries.append([name, 1 if content is None else 2, FREE, FREE, 0, 0])
            self.entries[parent if before is None else before][3 if before is None else 2] = number
            if content is None:
                self._add(number, inner[name])
            else:
                self.entries[number][4:] = [self._placed(content), len(content)]
            before = number

    def _placed(self, content: bytes) -> int:
        if len(content) >= 4096:
            return self._chain(content)
        if not content:
            return END_OF_CHAIN
        start, count = len(self.small_fat), -(-len(content) // 64)
        self.small += content.ljust(count * 64, b"\0")
        self.small_fat += [*range(start + 1, start + count), END_OF_CHAIN]
        return start

    def _chain(self, content: bytes) -> int:
        if not content:
            return END_OF_CHAIN
        start, count = len(self.sectors), -(-len(content) // 512)
        self.sectors += [content[at * 512 : at * 512 + 512].ljust(512, b"\0") for at in range(count)]
        self.fat += [*range(start + 1, start + count), END_OF_CHAIN]
        return start

    def bytes(self) -> bytes:
        small_fat = self._chain(struct.pack(f"<{len(self.small_fat)}I", *self.small_fat))
        directory = self._chain(b"".join(self._entry(*entry) for entry in self.entries))  # type: ignore[arg-type]
        count = 1
        while count * 128 < len(self.fat) + count:
            count += 1
        places = range(len(self.fat), len(self.fat) + count)
        fat = [*self.fat, *[FAT_SECTOR] * count]
        table = struct.pack(f"<{count * 128}I", *fat, *[FREE] * (count * 128 - len(fat)))
        header = struct.pack(
            "<8s16xHHHHH6xIIIIIIIII",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            *(0x3E, 3, 0xFFFE, 9, 6, 0, count, directory, 0, 4096, small_fat),
            *(-(-len(self.small_fat) // 128), END_OF_CHAIN, 0),
        )
        listed = struct.pack("<109I", *places, *[FREE] * (109 - count))
        return header + listed + b"".join(self.sectors) + table

    @staticmethod
    def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        letters = name.encode("utf-16-le")
        return struct.pack(
            "<64sHBBIII36xIQ", letters, len(letters) + 2, kind, 1, FREE, right, child, start, size
        )
