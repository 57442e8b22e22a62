"""The filled workbook back in, with its identity whole: who answers, what stands in each cell, what else was changed.

For those who need all of the request itself: the one who answers it, the demonstration. What arrives from outside
goes through ``recognition``, which takes damaged files as well.
"""

from peidang.domain.errors import FileUnreadable
from peidang.domain.travel import Returned
from peidang.exchange.identity_sheet import IdentityBroken, read_identity
from peidang.exchange.recognition.filling import read_lines
from peidang.exchange.recognition.identities import identity_sheet_of
from peidang.exchange.recognition.tables import find_tables, lines_of
from peidang.files.workbook import read_workbook


def read_return(data: bytes, name: str) -> tuple[Returned, ...]:
    """The one return the file holds. ``name`` only says which file could not be read.

    Raises ``FileUnreadable``: ``not-a-request`` for a spreadsheet without our identity, ``damaged`` when the identity
    contradicts itself or is not whole, ``other-version`` when it is of another format version, and whatever
    ``read_workbook`` raises.
    """
    content = read_workbook(data, name)
    try:
        request = read_identity(content)
    except IdentityBroken as broken:
        raise FileUnreadable(name, broken.reason) from None
    if request is None:
        raise FileUnreadable(name, "not-a-request")
    tables = find_tables(content, identity_sheet_of(content))
    lines = [line for table in tables for line in lines_of(table)]
    return (read_lines(request, lines, "token", saved_at=content.saved_at),)
