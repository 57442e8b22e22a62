"""The pages of a PDF as pictures, to be looked at."""

import io
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

from peidang.domain.errors import FileUnreadable


def page_pictures(pdf: Path, width: int) -> list[bytes]:
    """Each page as a PNG ``width`` pixels wide, in order. Raises FileUnreadable when it is no readable PDF."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise FileUnreadable(pdf.name, "damaged") from error
    try:
        return [_picture(document, number, width) for number in range(len(document))]
    finally:
        document.close()


def _picture(document: pypdfium2.PdfDocument, number: int, width: int) -> bytes:
    page = document[number]
    try:
        bitmap = page.render(scale=width / page.get_width())
        out = io.BytesIO()
        bitmap.to_pil().save(out, "PNG")
        bitmap.close()
        return out.getvalue()
    finally:
        page.close()
