"""通讯录: imported from the lists offices keep, and used where somebody is to be reached."""

import io
from pathlib import Path

import openpyxl
import pytest

from peidang.app.outgoing import contacts
from peidang.db.contacts import Contact
from peidang.domain.errors import FileUnreadable, Refused
from tests.app.office import FARMING, FINANCE, WATER, Office


def book(folder: Path, *lines: tuple[object, ...]) -> Path:
    workbook = openpyxl.Workbook()
    for line in lines:
        workbook.active.append(line)
    out = io.BytesIO()
    workbook.save(out)
    path = folder / "通讯录.xlsx"
    path.write_bytes(out.getvalue())
    return path


def known(office: Office) -> dict[str, tuple[Contact, ...]]:
    return {one.unit.name: one.contacts for one in contacts.contacts(office.store, office.plan_id)}


def test_a_list_with_a_title_and_the_four_heads_is_taken(office: Office) -> None:
    path = book(
        office.folder,
        ("联络员通讯录",),
        ("序号", "单位", "联系人", "电话", "邮箱"),
        (1, FARMING, "示例甲", 13900000000, "jia@example.com"),
        (2, WATER, "示例乙", "0543-0000000 转 8", ""),
        (3, None, "示例丙", "", "丙的邮箱 bing@example.com；"),
    )
    told = contacts.import_contacts(office.store, office.plan_id, path)
    assert told.unknown == ()
    assert known(office)[FARMING] == (Contact("示例甲", "13900000000", "jia@example.com"),)
    assert known(office)[WATER] == (
        Contact("示例乙", "0543-0000000 转 8", ""),
        Contact("示例丙", "", "bing@example.com"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_as_wps_saves_it_is_taken_in_any_encoding(office: Office, encoding: str) -> None:
    path = office.folder / "通讯录.csv"
    text = f"单位名称,姓名,手机,电子邮箱\r\n{FARMING},示例甲,13900000000,jia@example.com\r\n"
    path.write_bytes(text.encode(encoding))
    contacts.import_contacts(office.store, office.plan_id, path)
    assert known(office)[FARMING] == (Contact("示例甲", "13900000000", "jia@example.com"),)


def test_units_of_no_plan_are_told_and_units_not_in_the_list_keep_theirs(office: Office) -> None:
    contacts.set_contacts(office.store, office.plan_id, office.unit_id(FINANCE), [Contact("示例丁")])
    path = book(office.folder, ("单位", "联系人"), ("县民政局", "示例甲"), (FARMING, "示例乙"))
    told = contacts.import_contacts(office.store, office.plan_id, path)
    assert told.unknown == ("县民政局",)
    assert [one.unit.name for one in told.units] == [FARMING]
    assert known(office)[FINANCE] == (Contact("示例丁"),)


def test_importing_again_replaces_what_the_list_holds(office: Office) -> None:
    for person in ("示例甲", "示例乙"):
        contacts.import_contacts(
            office.store, office.plan_id, book(office.folder, ("单位", "联系人"), (FARMING, person))
        )
    assert known(office)[FARMING] == (Contact("示例乙"),)


def test_a_list_without_the_heads_changes_nothing(office: Office) -> None:
    path = book(office.folder, ("名称", "人"), (FARMING, "示例甲"))
    with pytest.raises(Refused, match="bad-contacts"):
        contacts.import_contacts(office.store, office.plan_id, path)
    assert known(office)[FARMING] == ()


def test_what_is_no_list_is_refused(office: Office) -> None:
    path = office.folder / "通讯录.csv"
    path.write_bytes(b"\x00\x01\x02\xff\xfe" * 50)
    with pytest.raises((FileUnreadable, Refused)):
        contacts.import_contacts(office.store, office.plan_id, path)


def test_only_an_address_can_stand_in_a_mails_head() -> None:
    assert contacts.addresses("a@example.com\r\nBcc: b@example.org") == ("a@example.com", "b@example.org")
    assert contacts.addresses("没有邮箱") == ()


def test_short_names_are_known_as_on_receipt(office: Office) -> None:
    path = book(
        office.folder,
        ("单位", "联系人"),
        ("财政局", "示例甲"),
        ("县农业局", "示例乙"),
        ("市民政局", "示例丙"),
    )
    told = contacts.import_contacts(office.store, office.plan_id, path)
    assert told.unknown == ("市民政局",)
    assert known(office)[FINANCE] == (Contact("示例甲"),)
    assert known(office)[FARMING] == (Contact("示例乙"),)
