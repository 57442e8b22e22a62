"""The automatic numbers of a Word 97–2003 file: its lists and the styles that number their paragraphs.

After [MS-DOC] 2.9.131 PlfLst, 2.9.127 LSTF, 2.9.125 LVL, 2.9.129 PlfLfo, 2.9.271 STSH; number formats after
[MS-OSHARED] 2.2.1.3 MSONFC. What cannot be made out is left without numbers, the text itself is never lost.
"""

import struct

from peidang.files.word_binary import modifiers
from peidang.files.word_numbering import Level, Numbering

LIST, DEPTH = 0x460B, 0x260A
NUMBER_FORMATS = {
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle",
    19: "decimalFullWidth2",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    30: "ideographTraditional",
    31: "ideographZodiac",
    33: "taiwaneseCounting",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    255: "none",
}
MAX_LISTS, MAX_STYLES = 4000, 4000
MAX_DEPTH = 9


def read_lists(formats: bytes, size: int, overrides: bytes) -> Numbering:
    """``formats``: the table stream from the lists on, of which ``size`` bytes are their heads; ``overrides``: PlfLfo."""
    numbering = Numbering()
    if size < 2 or len(overrides) < 4:
        return numbering
    count = min(int.from_bytes(formats[:2], "little"), MAX_LISTS)
    at = size
    for number in range(count):
        head = formats[2 + 28 * number : 30 + 28 * number]
        levels: dict[int, Level] = {}
        for depth in range(1 if head[26] & 1 else MAX_DEPTH):
            levels[depth], at = _level(formats, at)
        numbering.levels[str(int.from_bytes(head[:4], "little"))] = levels
    _read_overrides(numbering, overrides)
    return numbering


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """One level, and where the next begins."""
    start, form, flags = struct.unpack_from("<iBB", data, at)
    follow, chars, paragraph = data[at + 15], data[at + 24], data[at + 25]
    at += 28 + chars + paragraph
    length = int.from_bytes(data[at : at + 2], "little")
    text = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    printed = "".join(f"%{ord(char) + 1}" if ord(char) < MAX_DEPTH else char for char in text)
    level = Level(
        format=NUMBER_FORMATS.get(form, "decimal"),
        text=printed,
        start=start,
        blank_after=follow != 2,
        digits_only=bool(flags & 4),
        restarts=not flags & 8,
    )
    return level, at + 2 + 2 * length


def _read_overrides(numbering: Numbering, data: bytes) -> None:
    """Lists as paragraphs name them, by number from 1, with the levels they start anew."""
    count = min(int.from_bytes(data[:4], "little"), MAX_LISTS)
    heads = [data[4 + 16 * number : 20 + 16 * number] for number in range(count)]
    at = 4 + 16 * count
    for number, head in enumerate(heads, 1):
        at += 4
        own: dict[int, Level] = {}
        starts: dict[int, int] = {}
        for _ in range(head[12] if len(head) > 12 else 0):
            start, flags = struct.unpack_from("<iI", data, at)
            at += 8
            if flags & 0x20:
                own[flags & 15], at = _level(data, at)
            if flags & 0x10:
                starts[flags & 15] = own[flags & 15].start if flags & 0x20 else start
        numbering.lists[str(number)] = (str(int.from_bytes(head[:4], "little")), own, starts)


def read_styles(data: bytes) -> dict[int, tuple[int, dict[int, bytes]]]:
    """Of each paragraph style by number: the style it is based on, and its own modifiers."""
    styles: dict[int, tuple[int, dict[int, bytes]]] = {}
    if len(data) < 8:
        return styles
    at = 2 + int.from_bytes(data[:2], "little")
    count, base_size = struct.unpack_from("<HH", data, 2)
    for number in range(min(count, MAX_STYLES)):
        size = int.from_bytes(data[at : at + 2], "little")
        style = data[at + 2 : at + 2 + size]
        at += 2 + size
        if size > base_size and style[2] & 15 == 1:
            based_on = int.from_bytes(style[2:4], "little") >> 4
            styles[number] = (based_on, _style_modifiers(style, base_size))
    return styles


def _style_modifiers(style: bytes, base_size: int) -> dict[int, bytes]:
    name_length = int.from_bytes(style[base_size : base_size + 2], "little")
    at = base_size + 2 + 2 * (name_length + 1)
    at += at % 2
    size = int.from_bytes(style[at : at + 2], "little")
    return modifiers(style[at + 4 : at + 2 + size], b"")


def list_of(
    style: int, says: dict[int, bytes], styles: dict[int, tuple[int, dict[int, bytes]]]
) -> tuple[str, int]:
    """(list, depth) of a paragraph by its own word, else its style's or that of the style it is based on."""
    list_id, depth = says.get(LIST), says.get(DEPTH)
    for _ in range(20):
        if list_id is not None or style not in styles:
            break
        style, of_style = styles[style]
        list_id, depth = of_style.get(LIST), depth or of_style.get(DEPTH)
    number = int.from_bytes(list_id or b"", "little", signed=True)
    return (str(number) if number > 0 else "", depth[0] if depth else 0)
