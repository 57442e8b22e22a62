"""When a document says that it was last saved, as local time without zone; None when it does not say."""

import zipfile
from datetime import UTC, datetime

from peidang.files.bounds import ZIP_FAULTS
from peidang.files.workbook_scan import ScanFailed, local, local_time, walk

OFFICE_PART, OFFICE_TAG = "docProps/core.xml", "modified"
OPEN_DOCUMENT_PART, OPEN_DOCUMENT_TAG = "meta.xml", "date"
MAX_PART = 1024 * 1024
FIRST_YEAR = 1980
"""Programs that do not know write 1601, where the count begins."""


def zipped_saved_at(
    archive: zipfile.ZipFile, part: str = OFFICE_PART, tag: str = OFFICE_TAG
) -> datetime | None:
    """The time in one part of a zipped document."""
    found: list[str] = []
    inside = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside
        inside = local(name) == tag and not found

    def text(words: str) -> None:
        if inside:
            found.append(words)

    try:
        if archive.getinfo(part).file_size > MAX_PART:
            return None
        with archive.open(part) as stream:
            walk(stream, start, text=text)
    except (KeyError, ScanFailed, *ZIP_FAULTS):
        return None
    return local_time("".join(found).strip())


def ole_saved_at(data: bytes) -> datetime | None:
    """The time in the summary of an old Office file (``SummaryInformation``, kept in UTC)."""
    from peidang.files.compound import CompoundFile  # noqa: PLC0415 (only old files need it)

    try:
        with CompoundFile(data) as file:
            moment = getattr(file.get_metadata(), "last_saved_time", None)
        if not isinstance(moment, datetime) or moment.year < FIRST_YEAR:
            return None
        return moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=None)
    except Exception:  # a summary can be broken in any way, and the file be whole
        return None
