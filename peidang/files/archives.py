"""What a .zip holds, unpacked member by member within a budget. Nothing is written to disk.

Source: PKWARE APPNOTE 6.3.10 (sections 4.3, 4.4).
"""

import bz2
import struct
import zlib
from collections.abc import Iterator, Sequence

from peidang.files.bounds import MAX_MEMBER, MAX_RATIO, RATIO_FREE, Budget, MemberFault
from peidang.files.found import Found
from peidang.files.member_names import NamesApart, is_litter
from peidang.files.zip_list import Entry, NoZip, entries
from peidang.files.zip_passwords import opened

LOCAL = b"PK\x03\x04"
ENCRYPTED, STRONG_ENCRYPTION = 0x1, 0x40
STORED, DEFLATED, BZIP2 = 0, 8, 12

_LOCAL = struct.Struct("<4s22xHH")


def unpacked(data: bytes, entry: Entry, budget: Budget, passwords: Sequence[str] = ()) -> bytes:
    """The bytes of one member.

    Raises ``MemberFault`` (``damaged``, ``encrypted``, ``too-large``, ``archive-kind``) or ``Exhausted``.
    """
    packed = _packed(data, entry)
    if not entry.flags & ENCRYPTED:
        content = inflated(packed, entry.method, entry.size, budget)
        if zlib.crc32(content) != entry.crc:
            raise MemberFault("damaged")
        return content
    if entry.flags & STRONG_ENCRYPTION:
        raise MemberFault("encrypted")
    for method, plain, has_crc in opened(packed, entry, passwords, budget):
        try:
            content = inflated(plain, method, entry.size, budget)
        except MemberFault as fault:
            if fault.reason != "damaged":
                raise
            continue
        if not has_crc or zlib.crc32(content) == entry.crc:
            return content
    raise MemberFault("encrypted")


def _packed(data: bytes, entry: Entry) -> bytes:
    if not 0 <= entry.at <= len(data) - _LOCAL.size:
        raise MemberFault("damaged")
    signature, name, extra = _LOCAL.unpack_from(data, entry.at)
    begin = entry.at + _LOCAL.size + name + extra
    if signature != LOCAL or begin + entry.packed > len(data):
        raise MemberFault("damaged")
    return data[begin : begin + entry.packed]


def inflated(packed: bytes, method: int, size: int, budget: Budget) -> bytes:
    """What ``packed`` unpacks to. The stated size is counted first and never exceeded, so a lie only harms itself."""
    if method not in (STORED, DEFLATED, BZIP2):
        raise MemberFault("archive-kind")
    if size > MAX_MEMBER or (size > RATIO_FREE and size > MAX_RATIO * len(packed)):
        raise MemberFault("too-large")
    budget.spend(size)
    try:
        content, whole = _inflated(packed, method, size + 1)
    except (zlib.error, OSError, ValueError, EOFError):
        raise MemberFault("damaged") from None
    if not whole or len(content) != size:
        raise MemberFault("damaged")
    return content


def _inflated(packed: bytes, method: int, most: int) -> tuple[bytes, bool]:
    """(at most ``most`` bytes, whether the end was reached)."""
    if method == STORED:
        return packed[:most], True
    if method == BZIP2:
        squeezed = bz2.BZ2Decompressor()
        return squeezed.decompress(packed, most), squeezed.eof
    deflated = zlib.decompressobj(-zlib.MAX_WBITS)
    return deflated.decompress(packed, most), deflated.eof


def zip_members(data: bytes, budget: Budget, passwords: Sequence[str] = ()) -> Iterator[Found]:
    """Every file in the archive; at the end, where the list breaks off, the archive itself as ``damaged``."""
    names, shared = NamesApart(), len(data)
    try:
        for number, entry in enumerate(entries(data), 1):
            budget.count_step()
            path = entry.path or f"未命名{number}"
            if entry.is_folder or is_litter(path):
                continue
            # No two members share bytes in an honest archive, so all together are no longer than the file.
            shared -= entry.packed
            if shared < 0:
                yield Found("", problem="damaged")
                return
            try:
                content, problem = unpacked(data, entry, budget, passwords), ""
            except MemberFault as fault:
                content, problem = b"", fault.reason
            yield Found(names(path), content, problem)
    except NoZip as fault:
        yield Found("", problem="archive-kind" if fault.is_one_of_several else "damaged")
