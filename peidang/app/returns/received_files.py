"""打开收到的文件: what a unit sent is kept by its bytes; a copy is written out to be looked at."""

from dataclasses import dataclass
from pathlib import Path

from peidang.app.outgoing.output import file_part
from peidang.db.store import Store


@dataclass(frozen=True)
class ReceivedCopy:
    """A file that was received from a unit, or its 盖章件 or 佐证材料. ``sha256`` names its bytes."""

    shown: str
    sha256: str
    made_at: str

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.shown.rsplit("::", 1)[-1].rsplit("/", 1)[-1]


def received_files(store: Store, period_id: str, unit_id: str) -> tuple[ReceivedCopy, ...]:
    """Everything that came from a unit in a period, newest first, each content once."""
    found: dict[str, ReceivedCopy] = {}
    for receipt in store.returns.receipts(period_id=period_id):
        if receipt.unit_id == unit_id:
            found[receipt.sha256] = ReceivedCopy(receipt.path, receipt.sha256, receipt.made_at)
    for one in store.evidence.of_period(period_id):
        if one.unit_id == unit_id and one.sha256:
            found.setdefault(one.sha256, ReceivedCopy(one.name, one.sha256, one.made_at))
    return tuple(sorted(found.values(), key=lambda one: one.made_at, reverse=True))


def copy_out(store: Store, one: ReceivedCopy, folder: Path) -> Path:
    """A copy of the kept bytes below ``folder``, under the file's own name. Raises KeyError when they are not kept."""
    place = folder / one.sha256[:12] / (file_part(one.name) or "文件")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(store.returns.bytes_of(one.sha256))
    return place
