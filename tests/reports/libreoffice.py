"""LibreOffice as a second reader of our workbooks: it calculates everything anew, or prints it."""

import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""


def convert(sources: Sequence[Path], to: str) -> list[Path]:
    """Convert files of one folder in one start, with a profile of its own in which everything is calculated anew."""
    folder = sources[0].parent
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    out = folder / "out"
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to]
    subprocess.run(
        [shutil.which("soffice") or "", *options, "--outdir", str(out), *map(str, sources)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return [out / f"{source.stem}.{to}" for source in sources]


def with_wrong_values(data: bytes) -> bytes:
    """The workbook with 777 stored for every formula, so that only a real calculation brings back the truth."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.namelist():
            content = source.read(member).decode()
            parts = content.split("</f><v>")
            fixed = [parts[0], *(f"777<{part.split('<', 1)[1]}" for part in parts[1:])]
            target.writestr(member, "</f><v>".join(fixed))
    return out.getvalue()
