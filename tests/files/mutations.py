"""Seeded harm to real workbooks: what bad disks, bad mail programs and bad people do to a file."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

REQUESTS = Path(__file__).parents[1] / "data" / "workbooks"
"""One request workbook as the program made it, and as LibreOffice saved it in the other formats."""
SECTOR = 512
LARGEST_PART = 4 * 1024 * 1024
"""What a part may grow to by several harms on top of each other; larger ones only take time to make."""

NUMBERS = (b"0", b"-1", b"1048577", b"4294967296", b"99999999999999999999", b"1e308", b"NaN", b"-0.0", b"")
PLACES = (b"A1", b"A0", b"XFD1048576", b"XFE1", b"$B$2", b"b2", b"A1048577", b"ZZZ9999999", b"", b"2B")
HEAD_FIELDS = range(24, 512, 4)
Chance = random.Random


def request(ending: str) -> bytes:
    """The request workbook in a format: ``xlsx``, ``xls`` or ``ods``."""
    return (REQUESTS / f"request.{ending}").read_bytes()


def mutations(ending: str, seed: int, count: int) -> Iterator[bytes]:
    """So many harmed copies of the request workbook, the same for the same seed."""
    whole, chance = request(ending), Chance(f"{ending} {seed}")
    ways = OLD_WAYS if ending == "xls" else ZIPPED_WAYS
    for _ in range(count):
        data = whole
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            data = chance.choice(ways)(data, chance)
        yield data


def flipped(data: bytes, chance: Chance) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 30, 300))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(data: bytes, chance: Chance) -> bytes:
    return data[: chance.randrange(1, len(data))] if len(data) > 1 else data


def moved(data: bytes, chance: Chance) -> bytes:
    """A stretch of the file stands a second time, or is missing."""
    start, length = chance.randrange(len(data)), chance.choice((1, 16, 512, 4096))
    return data[:start] + data[start : start + length] * chance.choice((0, 2, 9)) + data[start + length :]


def with_parts(data: bytes, change: Callable[[dict[str, bytes], Chance], None], chance: Chance) -> bytes:
    """A zip with its parts changed; one that is no zip any more stays as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # an earlier harm may have broken it in any way
        return data
    if parts:
        change(parts, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content[:LARGEST_PART])
    return out.getvalue()


def one_part(parts: dict[str, bytes], chance: Chance) -> str:
    """Mostly one that matters."""
    vital = [name for name in parts if re.search("sheet|workbook|content|styles|shared", name)]
    return chance.choice(vital if vital and chance.random() < 0.9 else list(parts))


def replaced(pattern: bytes, choices: tuple[bytes, ...]) -> Callable[[dict[str, bytes], Chance], None]:
    """Some matches of a pattern's group give way to something else."""

    def change(parts: dict[str, bytes], chance: Chance) -> None:
        name = one_part(parts, chance)
        share = chance.choice((0.02, 0.3, 1.0))

        def other(match: re.Match[bytes]) -> bytes:
            return match[1] + chance.choice(choices) + match[3] if chance.random() < share else match[0]

        parts[name] = re.sub(pattern, other, parts[name])

    return change


def swapped_tags(parts: dict[str, bytes], chance: Chance) -> None:
    name = one_part(parts, chance)
    pieces = re.split(rb"(<[^>]*>)", parts[name])
    for _ in range(chance.choice((1, 5))):
        one, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        pieces[one], pieces[other] = pieces[other], pieces[one]
    parts[name] = b"".join(pieces)


def repeated_tags(parts: dict[str, bytes], chance: Chance) -> None:
    name = one_part(parts, chance)
    tags = list(re.finditer(rb"<[^>]*>", parts[name]))
    if tags:
        start = chance.choice(tags).start()
        end = start + chance.choice((40, 400, 4000))
        part = parts[name]
        parts[name] = part[:end] + part[start:end] * chance.choice((1, 100, 3000)) + part[end:]


def deep(parts: dict[str, bytes], chance: Chance) -> None:
    name = one_part(parts, chance)
    at = parts[name].rfind(b"<")
    tag, times = (
        chance.choice((b"row", b"c", b"table:table", b"is", b"x")),
        chance.choice((10, 1000, 100_000)),
    )
    inner = (b"<" + tag + b">") * times + (b"</" + tag + b">") * times
    parts[name] = parts[name][:at] + inner + parts[name][at:]


def lost_part(parts: dict[str, bytes], chance: Chance) -> None:
    del parts[one_part(parts, chance)]


def other_part(parts: dict[str, bytes], chance: Chance) -> None:
    parts[one_part(parts, chance)] = parts[one_part(parts, chance)]


def doubled_sheets(parts: dict[str, bytes], chance: Chance) -> None:
    times = chance.choice((1, 50, 5000))
    for name in ("xl/workbook.xml", "content.xml"):
        if name in parts:
            sheet = re.search(rb"<sheet [^>]*>|<table:table .*?</table:table>", parts[name], re.S)
            if sheet:
                more = sheet[0] * min(times, LARGEST_PART // len(sheet[0]))
                parts[name] = parts[name][: sheet.end()] + more + parts[name][sheet.end() :]


def entities(parts: dict[str, bytes], chance: Chance) -> None:
    name = one_part(parts, chance)
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(98, 112)
    )
    start = parts[name].find(b"?>") + 2 if parts[name].startswith(b"<?xml") else 0
    parts[name] = parts[name][:start] + bomb + b"]>" + parts[name][start:].replace(b"</", b"&o;</", 3)


def other_encoding(parts: dict[str, bytes], chance: Chance) -> None:
    name = one_part(parts, chance)
    text = parts[name].decode("utf-8", "replace")
    parts[name] = text.encode(chance.choice(("utf-16", "gb18030", "utf-32")), "replace")


def spoiled_part(parts: dict[str, bytes], chance: Chance) -> None:
    name = one_part(parts, chance)
    if parts[name]:
        parts[name] = chance.choice((flipped, cut, moved))(parts[name], chance)


def damaged_sector(data: bytes, chance: Chance) -> bytes:
    """One of the sectors an old file is made of: zeros, noise, or another one's content."""
    changed = bytearray(data)
    sectors = max(len(data) // SECTOR, 1)
    at = chance.randrange(sectors) * SECTOR
    other = chance.randrange(sectors) * SECTOR
    changed[at : at + SECTOR] = chance.choice(
        (bytes(SECTOR), chance.randbytes(SECTOR), b"\xff" * SECTOR, data[other : other + SECTOR])
    )
    return bytes(changed)


def wrong_field(data: bytes, chance: Chance) -> bytes:
    """A number of the file's head or tables (sizes, chains of sectors) is another."""
    changed = bytearray(data)
    at = chance.choice(HEAD_FIELDS) if chance.random() < 0.4 else chance.randrange(0, len(data), 4)
    changed[at : at + 4] = chance.choice((0, 1, 2, 7, 0xFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)).to_bytes(
        4, "little"
    )
    return bytes(changed[: len(data)])


def wrong_record(data: bytes, chance: Chance) -> bytes:
    """A record of the sheets says it is of another kind, or longer, or stands elsewhere."""
    start = data.find(b"\x09\x08\x10\x00\x00\x06")
    if start < 0:
        return data
    records = [start]
    while len(records) < 3000:
        at = records[-1] + 4 + int.from_bytes(data[records[-1] + 2 : records[-1] + 4], "little")
        if at + 8 > len(data):
            break
        records.append(at)
    changed = bytearray(data)
    for _ in range(chance.choice((1, 5, 50))):
        at = chance.choice(records) + chance.choice((0, 2, 4, 6, 8, 10))
        number = chance.choice((0, 1, 6, 0xFF, 0x7FFF, 0x8000, 0xFFFF, chance.randrange(0x10000)))
        changed[at : at + 2] = number.to_bytes(2, "little")
    return bytes(changed[: len(data)])


ZIP_CHANGES: tuple[Callable[[dict[str, bytes], Chance], None], ...] = (
    replaced(rb'(="|>)(-?\d+(?:\.\d+)?)("|<)', NUMBERS),
    replaced(rb'( r=")([^"]*)(")', PLACES),
    replaced(rb'(="|>)([^<>"]+)("|<)', (b"\xff", b"&amp;" * 50, b"=1/0", b"x" * 1000, b"")),
    replaced(rb'((?:repeated|spanned)=")(\d+)(")', NUMBERS),
    *(swapped_tags, repeated_tags, deep, lost_part, other_part, doubled_sheets),
    *(entities, other_encoding, spoiled_part, spoiled_part),
)


def _zip_way(change: Callable[[dict[str, bytes], Chance], None]) -> Callable[[bytes, Chance], bytes]:
    return lambda data, chance: with_parts(data, change, chance)


ZIPPED_WAYS = (flipped, cut, moved, *(_zip_way(change) for change in ZIP_CHANGES))
OLD_WAYS = (flipped, cut, moved, damaged_sector, damaged_sector, wrong_field, wrong_record, wrong_record)
