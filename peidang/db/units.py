"""Authorities and units: names and aliases are unique within an authority, so 市财政局 of two cities differ."""

from uuid import uuid4

from sqlite_utils import Database

from peidang.domain.errors import Refused
from peidang.domain.plan import Authority, Unit


class Units:
    """The authorities and units of a store."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def authority(self, name: str, id_: str | None = None) -> Authority:
        """The authority of this name, made when it is new."""
        for row in self._db.query("SELECT id, name FROM authority WHERE name = ?", [name]):
            return Authority(**row)
        made = Authority(id_ or str(uuid4()), name)
        self._db.table("authority").insert({"id": made.id, "name": made.name})
        return made

    def find(self, authority_id: str, name: str) -> Unit | None:
        """The unit that bears this name or alias within the authority; a merged one's name leads to where it went."""
        rows = self._db.query(
            """SELECT unit_id AS id, 1 AS place FROM unit_alias WHERE authority_id = :authority AND alias = :name
               UNION ALL SELECT id, 2 FROM unit WHERE authority_id = :authority AND name = :name ORDER BY place""",
            {"authority": authority_id, "name": name},
        )
        for row in rows:
            return self.get(row["id"])
        return None

    def merge(self, unit: Unit, into: Unit) -> None:
        """From now on the names of ``unit`` are names of ``into``. The unit stays, for what was printed and issued."""
        self._db.execute("UPDATE unit_alias SET unit_id = ? WHERE unit_id = ?", [into.id, unit.id])
        self._db.table("unit_alias").upsert(
            {"authority_id": unit.authority_id, "alias": unit.name, "unit_id": into.id},
            pk=("authority_id", "alias"),
        )

    def get(self, unit_id: str) -> Unit:
        """The unit with this id. Raises KeyError when there is none such."""
        return self.by_ids([unit_id])[unit_id]

    def by_ids(self, ids: list[str]) -> dict[str, Unit]:
        """The units with these ids, with their aliases."""
        marks = ",".join("?" * len(ids))
        aliases: dict[str, list[str]] = {}
        for row in self._db.query(
            f"SELECT unit_id, alias FROM unit_alias WHERE unit_id IN ({marks}) ORDER BY rowid", ids
        ):
            aliases.setdefault(row["unit_id"], []).append(row["alias"])
        return {
            row["id"]: Unit(
                row["id"],
                row["authority_id"],
                row["name"],
                row["position"],
                tuple(aliases.get(row["id"], ())),
                bool(row["collective"]),
                bool(row["unnamed"]),
            )
            for row in self._db.query(f"SELECT * FROM unit WHERE id IN ({marks})", ids)
        }

    def all_of(self, authority_id: str) -> tuple[Unit, ...]:
        """All units of an authority in official order."""
        rows = self._db.query("SELECT id FROM unit WHERE authority_id = ?", [authority_id])
        found = self.by_ids([row["id"] for row in rows])
        return tuple(sorted(found.values(), key=lambda unit: (unit.position, unit.name)))

    def add(self, authority_id: str, name: str, *, collective: bool = False, id_: str | None = None) -> Unit:
        """A new unit at the end of the official order. Raises Refused when another unit bears the name or alias."""
        if self.find(authority_id, name) is not None:
            raise Refused("name-taken", name)
        row = self._db.execute(
            "SELECT coalesce(max(position), 0) + 1 FROM unit WHERE authority_id = ?", [authority_id]
        ).fetchone()
        unit = Unit(id_ or str(uuid4()), authority_id, name, int(row[0]), collective=collective)
        self._db.table("unit").insert(
            {
                "id": unit.id,
                "authority_id": authority_id,
                "name": name,
                "position": unit.position,
                "collective": int(collective),
            }
        )
        return unit

    def find_or_add(self, authority_id: str, name: str, *, collective: bool = False) -> Unit:
        """The unit of this name or alias, made when it is new."""
        return self.find(authority_id, name) or self.add(authority_id, name, collective=collective)

    def add_alias(self, unit: Unit, alias: str) -> None:
        """Let the unit be known by another name, too; a name that is taken within the authority stays as it is."""
        if self.find(unit.authority_id, alias) is None:
            self._db.table("unit_alias").insert(
                {"authority_id": unit.authority_id, "alias": alias, "unit_id": unit.id}
            )

    def rename(self, unit_id: str, name: str) -> None:
        """Give the unit a new name; the old one becomes an alias, and papers already issued keep it.

        Raises Refused when another unit bears the name or alias.
        """
        unit = self.get(unit_id)
        bearer = self.find(unit.authority_id, name)
        if bearer is not None and bearer.id != unit_id:
            raise Refused("name-taken", name)
        self._db.table("unit_alias").delete_where("authority_id = ? AND alias = ?", [unit.authority_id, name])
        self._db.table("unit").update(unit_id, {"name": name})
        self.add_alias(unit, unit.name)

    def reorder(self, ids: list[str]) -> None:
        """Make this the official order of these units of one authority; any others follow as they stood."""
        if not ids:
            return
        others = [unit.id for unit in self.all_of(self.get(ids[0]).authority_id) if unit.id not in ids]
        for position, unit_id in enumerate([*ids, *others], start=1):
            self._db.table("unit").update(unit_id, {"position": position})

    def set_unnamed(self, unit_id: str, unnamed: bool) -> None:
        """Set or lift 不点名."""
        self._db.table("unit").update(unit_id, {"unnamed": int(unnamed)})

    def expand(self, collective_id: str, member_ids: list[str]) -> None:
        """Say which units a collective name stands for, once confirmed."""
        for member_id in member_ids:
            self._db.table("unit_member").insert(
                {"unit_id": collective_id, "member_id": member_id}, ignore=True
            )

    def members(self, collective_id: str) -> tuple[str, ...]:
        """Ids of the units a collective name stands for, in official order; empty until confirmed."""
        rows = self._db.query(
            """SELECT member_id FROM unit_member JOIN unit ON unit.id = member_id
               WHERE unit_id = ? ORDER BY unit.position, unit.name""",
            [collective_id],
        )
        return tuple(row["member_id"] for row in rows)

    def succeed(self, unit_id: str, successor_id: str, since: str) -> None:
        """自X月起由…承接: from the day ``since`` the successor answers for the unit."""
        self._db.table("unit_succession").insert(
            {"unit_id": unit_id, "successor_id": successor_id, "since": since}
        )

    def successor(self, unit_id: str, day: str) -> str:
        """Who answers for the unit on that day: itself, or the last of its successors.

        Followed forward in time, so that a duty handed over and later handed back is where it was.
        """
        taken: set[tuple[str, str]] = set()
        since = ""
        while True:
            row = self._db.execute(
                """SELECT successor_id, since FROM unit_succession
                   WHERE unit_id = ? AND since BETWEEN ? AND ? ORDER BY since DESC""",
                [unit_id, since, day],
            ).fetchone()
            if row is None or (unit_id, row[1]) in taken:
                return unit_id
            taken.add((unit_id, row[1]))
            unit_id, since = str(row[0]), str(row[1])
