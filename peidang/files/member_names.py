"""Names inside archives and mails: in whichever encoding they were written, made harmless, litter known, told apart."""

import re
import unicodedata

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
# Control characters and the marks that turn the direction of writing (they can make xslx.exe look like exe.xlsx).
INVISIBLE = re.compile("[\x00-\x1f\x7f\x80-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
DRIVE = re.compile("^[A-Za-z]:$|^[A-Za-z]:(?=[^:])")
MAX_PART = 200
"""Characters of a file's or folder's name that are kept."""
LITTER_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
LITTER_STARTS = ("._", "~$", ".~")


def decode_name(raw: bytes) -> str:
    """A name whose encoding nobody told: UTF-8 where it gives Chinese, else GB18030 where that makes sense, else cp437.

    UTF-8 that gives no Chinese is doubted, because 联通 in GBK is UTF-8 as well.
    """
    utf8, chinese = _decoded(raw, "utf-8"), _decoded(raw, "gb18030")
    if utf8 is not None and (utf8.isascii() or HAN.search(utf8) or chinese is None):
        return utf8
    if chinese is not None and _is_likely_chinese(chinese):
        return chinese
    return utf8 if utf8 is not None else raw.decode("cp437")


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_likely_chinese(text: str) -> bool:
    """Whether most of its Han are common ones (GB2312) and nothing else is odd: Ü and b, too, make one rare character."""
    han = HAN.findall(text)
    common = sum(bool(character.encode("gb2312", "ignore")) for character in han)
    return (
        bool(han)
        and common * 2 >= len(han)
        and all(unicodedata.category(character) not in ("Cc", "Cn", "Co", "Cs") for character in text)
    )


def harmless(name: str) -> str:
    """A relative path with ``/``: no drive, no root, no way up, nothing invisible, no ``::``; '' when nothing is left."""
    parts = (_part(part) for part in name.replace("\\", "/").split("/"))
    return "/".join(part for part in parts if part.strip(". "))


def _part(part: str) -> str:
    clean = DRIVE.sub("", INVISIBLE.sub("", part)).strip().replace("::", "：：").strip(":")
    if len(clean) <= MAX_PART:
        return clean
    stem, ending = split_ending(clean)
    return stem[: MAX_PART - len(ending)] + ending


def split_ending(name: str) -> tuple[str, str]:
    """('表', '.xlsx') of '表.xlsx'; an ending has at most eight characters."""
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if stem and 0 < len(ending) <= 8 and "/" not in ending else (name, "")


def is_litter(path: str) -> bool:
    """Whether a file is only what computers leave behind: lock files of Office and WPS, Mac's and Explorer's notes."""
    *folders, name = path.split("/")
    return "__MACOSX" in folders or name.lower() in LITTER_NAMES or name.startswith(LITTER_STARTS)


class NamesApart:
    """Tells members of one name apart: 表.xlsx, 表 (2).xlsx, …"""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def __call__(self, name: str) -> str:
        """The name, or the first one after it that is free."""
        if name not in self._last:
            self._last[name] = 1
            return name
        stem, ending = split_ending(name)
        while True:
            self._last[name] += 1
            other = f"{stem} ({self._last[name]}){ending}"
            if other not in self._last:
                self._last[other] = 1
                return other
