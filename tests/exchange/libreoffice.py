"""Workbooks opened and saved again by LibreOffice: all of them, in all formats, by one start of the program."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}

_MACRO = """
Sub SaveAs(source As String, target As String, kind As String)
    Dim doc As Object
    Dim none()
    Dim how(0) As New com.sun.star.beans.PropertyValue
    how(0).Name = "FilterName"
    how(0).Value = kind
    doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, none())
    doc.storeToURL(target, how())
    doc.close(True)
End Sub

Sub Run
{calls}
    StarDesktop.terminate()
End Sub
"""
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"'
    ' script:language="StarBasic">{code}</script:module>'
)
_LIBRARY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
    ' library:readonly="false" library:passwordprotected="false">'
    '<library:element library:name="Module1"/></library:library>'
)
_LIBRARIES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">\n'
    '<library:libraries xmlns:library="http://openoffice.org/2000/library"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/"'
    ' xlink:type="simple" library:link="false"/></library:libraries>'
)

_NOT_NEW = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse">'
    "<value>true</value></prop></item></oor:items>"
)
"""Without it the program takes the profile for a new one and puts empty macros in the place of ours."""


@dataclass(frozen=True)
class Saved:
    """A workbook as LibreOffice saved it, and that file as LibreOffice shows it, told as .xlsx."""

    data: bytes
    shown: bytes


def saved_by_libreoffice(books: Mapping[str, bytes], folder: Path) -> dict[tuple[str, str], Saved]:
    """By (name, ending)."""
    calls, places = [], {}
    for name, data in books.items():
        source = folder / f"{name}.xlsx"
        source.write_bytes(data)
        for ending, kind in FILTERS.items():
            saved, shown = folder / f"{name}-saved.{ending}", folder / f"{name}-{ending}-shown.xlsx"
            calls.append(_call(source, saved, kind))
            calls.append(_call(saved, shown, FILTERS["xlsx"]))
            places[name, ending] = (saved, shown)
    profile = folder / "profile"
    _write_macro(profile / "user" / "basic", "\n".join(calls))
    (profile / "user" / "registrymodifications.xcu").write_text(_NOT_NEW, encoding="utf-8")
    command = [
        shutil.which("soffice") or "",
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "macro:///Standard.Module1.Run"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {key: Saved(saved.read_bytes(), shown.read_bytes()) for key, (saved, shown) in places.items()}


def _call(source: Path, target: Path, kind: str) -> str:
    return f'    SaveAs("{source.as_uri()}", "{target.as_uri()}", "{kind}")'


def _write_macro(basic: Path, calls: str) -> None:
    library = basic / "Standard"
    library.mkdir(parents=True)
    code = escape(_MACRO.replace("{calls}", calls), {'"': "&quot;"})
    (library / "Module1.xba").write_text(_MODULE.replace("{code}", code), encoding="utf-8")
    (library / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    (basic / "script.xlc").write_text(_LIBRARIES, encoding="utf-8")
