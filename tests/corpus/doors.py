"""Kinds: the doors files come in by."""

import io
import zipfile
from email.header import Header

from tests.corpus import wrappings
from tests.corpus.forms import Form
from tests.corpus.kind import Case, Convert, file_word, kind
from tests.corpus.office import Desk
from tests.corpus.tables import letter, tables_of, title_of, word

PASSWORD = "bz2025"
"""Known to the clerk who drops the files."""


def filled(desk: Desk, mark: str = "") -> bytes:
    """The desk's request with everything typed in."""
    return Form(desk.data).fill(desk.answers(mark)).save()


def _inside(case: Case, container: str, members: list[tuple[str, Desk]], data: bytes) -> None:
    case.file(container, data)
    for member, desk in members:
        case.want(f"{container}::{member}", "taken", desk, "token")
        case.say(desk, desk.answers())


@kind()
def a_plain_file(case: Case) -> None:
    """The request filled in and sent back as it should be."""
    desk = case.desk(indicators=True)
    case.take("报送.xlsx", filled(desk), desk, desk.answers())


@kind()
def a_file_deep_in_folders(case: Case) -> None:
    """Sorted into folders by whoever collected them."""
    desk = case.desk()
    case.take("10月/已收/第二批/报送（定稿） .xlsx", filled(desk), desk, desk.answers())


@kind()
def named_as_a_new_worksheet(case: Case) -> None:
    """Renamed 新建 Microsoft Excel 工作表: the name says nothing, the token everything."""
    desk = case.desk()
    case.take("新建 Microsoft Excel 工作表 (2).xlsx", filled(desk), desk, desk.answers())


@kind()
def named_after_another_unit(case: Case) -> None:
    """The file bears another unit's name; the identity inside counts before any name."""
    desk = case.desk()
    other = case.desk()
    case.take(f"{file_word(other.unit)}.xlsx", filled(desk), desk, desk.answers())


@kind()
def a_zip(case: Case) -> None:
    """Two units in one archive."""
    one, two = case.desk(), case.desk()
    data = wrappings.zipped({"甲.xlsx": filled(one), "材料/乙.xlsx": filled(two)})
    _inside(case, "打包.zip", [("甲.xlsx", one), ("材料/乙.xlsx", two)], data)


@kind()
def a_zip_with_gbk_names(case: Case) -> None:
    """Names in raw GBK without a flag, as Windows packs them."""
    desk = case.desk()
    data = wrappings.zipped({"十月材料/填报表（盖章）.xlsx": filled(desk)}, "gbk")
    _inside(case, "压缩.zip", [("十月材料/填报表（盖章）.xlsx", desk)], data)


@kind()
def a_zip_in_a_zip(case: Case) -> None:
    """Archives collected into an archive."""
    desk = case.desk()
    inner = wrappings.zipped({"表/报送.xlsx": filled(desk)})
    data = wrappings.zipped({"各单位/内层.zip": inner})
    _inside(case, "外层.zip", [("各单位/内层.zip::表/报送.xlsx", desk)], data)


@kind()
def a_zip_in_a_mail(case: Case) -> None:
    """The mail of design section 11: 邮件.eml::材料.zip::材料/压缩.xlsx."""
    desk = case.desk()
    inner = wrappings.zipped({"材料/压缩.xlsx": filled(desk)}, "gbk")
    data = wrappings.mail([("材料.zip", inner)])
    _inside(case, "邮件.eml", [("材料.zip::材料/压缩.xlsx", desk)], data)


@kind()
def a_zip_named_as_a_workbook(case: Case) -> None:
    """An archive somebody renamed .xlsx: content decides."""
    desk = case.desk()
    _inside(case, "报送.xlsx", [("内.xlsx", desk)], wrappings.zipped({"内.xlsx": filled(desk)}))


@kind()
def a_mail(case: Case) -> None:
    """An attachment named in RFC 2231."""
    desk = case.desk()
    data = wrappings.mail([("十月份填报表.xlsx", filled(desk))])
    _inside(case, "来信.eml", [("十月份填报表.xlsx", desk)], data)


@kind()
def a_mail_with_encoded_words(case: Case) -> None:
    """An attachment named in RFC 2047 words, GBK and folded, as many mail programs here do against the rule."""
    desk = case.desk()
    words = Header("关于报送十月份进展情况的填报表（定稿）.xlsx", "gb2312", maxlinelen=60).encode("\n ")
    raw = f'Content-Disposition: attachment; filename="{words}"'.encode("ascii")
    data = wrappings.mail_named(raw, filled(desk))
    _inside(case, "来信.eml", [("关于报送十月份进展情况的填报表（定稿）.xlsx", desk)], data)


@kind()
def a_mail_with_a_raw_gbk_name(case: Case) -> None:
    """An attachment named in bare GBK bytes."""
    desk = case.desk()
    raw = 'Content-Disposition: attachment; filename="十月填报表.xlsx"'.encode("gbk")
    _inside(case, "来信.eml", [("十月填报表.xlsx", desk)], wrappings.mail_named(raw, filled(desk)))


@kind()
def a_forwarded_mail(case: Case) -> None:
    """A mail attached to a mail."""
    desk = case.desk()
    inner = wrappings.mail([("表.xlsx", filled(desk))])
    case.file("转发.eml", wrappings.mail_with_mail(inner))
    case.want("转发.eml::*表.xlsx", "taken", desk, "token")
    case.say(desk, desk.answers())


@kind()
def a_mailbox(case: Case) -> None:
    """Two mails of two units saved as one .mbox; what each member is called is left to the program."""
    one, two = case.desk(), case.desk()
    mails = [wrappings.mail([("甲.xlsx", filled(one))]), wrappings.mail([("乙.xlsx", filled(two))])]
    case.file("收件箱.mbox", wrappings.mbox(mails))
    for name, desk in (("甲.xlsx", one), ("乙.xlsx", two)):
        case.want(f"收件箱.mbox::*{name}", "taken", desk, "token")
        case.say(desk, desk.answers())


@kind()
def a_mail_with_a_picture_beside(case: Case) -> None:
    """A photo beside the form is kept as evidence."""
    desk = case.desk()
    data = wrappings.mail(
        [("表.xlsx", filled(desk)), ("现场照片.png", wrappings.picture(case.dice.randint(1, 10**6)))]
    )
    _inside(case, "来信.eml", [("表.xlsx", desk)], data)
    case.want("来信.eml::现场照片.png", "evidence")


@kind()
def a_mail_without_attachment(case: Case) -> None:
    """Only words: nothing to take, the mail itself is told."""
    case.file("来信.eml", wrappings.mail([], f"填报表明天报送。{case.dice.random()}"))
    case.want("来信.eml", "refused|evidence")


@kind()
def an_empty_zip(case: Case) -> None:
    """A container itself is told only when nothing is in it."""
    case.file("空.zip", wrappings.zipped({}))
    case.want("空.zip", "refused")


@kind()
def a_torn_zip(case: Case) -> None:
    """An archive cut off in the middle of a download."""
    desk = case.desk()
    whole = wrappings.zipped({"甲.xlsx": filled(desk)})
    case.file("半截.zip", whole[: len(whole) // 2])
    case.want("半截.zip", "refused")


@kind()
def a_zip_with_a_password(case: Case) -> None:
    """An archive nobody told the password of."""
    case.file(
        "加密.zip",
        wrappings.locked_zip({f"甲{case.dice.randint(1, 99)}.xlsx": b"PK" + case.dice.randbytes(500)}),
    )
    case.want("加密.zip*", "needs-password")


@kind()
def a_rar(case: Case) -> None:
    """An archive this program cannot open is told, not passed over."""
    case.file("材料.rar", b"Rar!\x1a\x07\x01\x00" + case.dice.randbytes(400))
    case.want("材料.rar", "refused")


@kind()
def an_xlsm(case: Case) -> None:
    """Saved with macros allowed: the main part's type and the extension say so."""
    desk = case.desk()
    source = zipfile.ZipFile(io.BytesIO(filled(desk)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(
                    b"officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
                ).replace(b"application/vnd.openxmlformats-ms-excel", b"application/vnd.ms-excel")
            target.writestr(name, part)
    case.take("报送.xlsm", out.getvalue(), desk, desk.answers())


@kind(needs_libreoffice=True)
def an_xls(case: Case) -> None:
    """Saved in the old format."""
    desk = case.desk(indicators=True)
    case.take("报送.xls", Convert(filled(desk), "xlsx", "xls"), desk, desk.answers())


@kind(needs_libreoffice=True)
def an_et(case: Case) -> None:
    """WPS's own extension: the old format inside."""
    desk = case.desk()
    case.take("报送.et", Convert(filled(desk), "xlsx", "xls"), desk, desk.answers())


@kind(needs_libreoffice=True)
def an_ods(case: Case) -> None:
    """Saved in LibreOffice's own format."""
    desk = case.desk(indicators=True)
    case.take("报送.ods", Convert(filled(desk), "xlsx", "ods"), desk, desk.answers())


@kind(needs_libreoffice=True)
def saved_by_another_program(case: Case) -> None:
    """Opened and saved as .xlsx by LibreOffice."""
    desk = case.desk(indicators=True)
    case.take("报送.xlsx", Convert(filled(desk), "xlsx", "xlsx"), desk, desk.answers())


@kind(needs_libreoffice=True)
def an_xls_named_xlsx_in_a_zip(case: Case) -> None:
    """The old format under the new name, in an archive."""
    desk = case.desk()
    wrapped = Convert(filled(desk), "xlsx", "xls", lambda data: wrappings.zipped({"报送.xlsx": data}, "gbk"))
    case.file("压缩.zip", wrapped)
    case.want("压缩.zip::报送.xlsx", "taken", desk, "token")
    case.say(desk, desk.answers())


@kind()
def an_xlsx_named_xls(case: Case) -> None:
    """The extension lies."""
    desk = case.desk()
    case.take("报送.xls", filled(desk), desk, desk.answers())


@kind()
def an_xlsx_named_doc(case: Case) -> None:
    """The extension lies about everything."""
    desk = case.desk()
    case.take("报送.doc", filled(desk), desk, desk.answers())


@kind()
def without_extension(case: Case) -> None:
    """A name without any extension, as chat programs leave it."""
    desk = case.desk()
    case.take("报送填报表", filled(desk), desk, desk.answers())


@kind()
def a_docx_table(case: Case) -> None:
    """Retyped as tables in a Word document, with title and unit line as paragraphs."""
    desk = case.desk(rows=2)
    above = (title_of(desk), f"填报单位：{desk.unit.name}")
    case.take("进展情况.docx", word(tables_of(desk, desk.answers()), above), desk, desk.answers(), "content")


@kind(needs_libreoffice=True)
def a_doc_table(case: Case) -> None:
    """The same in the old Word format."""
    desk = case.desk(rows=2)
    above = (title_of(desk), f"填报单位：{desk.unit.name}")
    made = word(tables_of(desk, desk.answers()), above)
    case.take("进展情况.doc", Convert(made, "docx", "doc"), desk, desk.answers(), "content")


@kind()
def enciphered_with_the_password_told(case: Case) -> None:
    """A workbook with a password that the clerk gave for the drop."""
    case.passwords.add(PASSWORD)
    desk = case.desk()
    case.take("加密.xlsx", wrappings.enciphered(filled(desk), PASSWORD), desk, desk.answers())


@kind()
def enciphered_in_a_zip_with_the_password_told(case: Case) -> None:
    """The same inside an archive: the password is asked once per drop."""
    case.passwords.add(PASSWORD)
    desk = case.desk()
    inner = wrappings.enciphered(filled(desk), PASSWORD)
    _inside(case, "打包.zip", [("加密.xlsx", desk)], wrappings.zipped({"加密.xlsx": inner}))


@kind()
def enciphered_without_the_password(case: Case) -> None:
    """A workbook with another password: kept outside and told."""
    desk = case.desk()
    case.file("加密.xlsx", wrappings.enciphered(filled(desk), "another"))
    case.want("加密.xlsx", "needs-password")


@kind()
def an_empty_file(case: Case) -> None:
    """No bytes at all."""
    case.file("报送.xlsx", b"")
    case.want("报送.xlsx", "refused")


@kind()
def a_truncated_file(case: Case) -> None:
    """A transfer that broke off."""
    desk = case.desk()
    whole = filled(desk)
    case.file("报送.xlsx", whole[: len(whole) * 2 // 3])
    case.want("报送.xlsx", "refused")


@kind()
def zeros_instead_of_a_file(case: Case) -> None:
    """A chat program that had not finished downloading: the right size, only zeros."""
    case.file("报送.xlsx", bytes(20_000 + case.dice.randint(1, 999)))
    case.want("报送.xlsx", "refused")


@kind()
def a_picture(case: Case) -> None:
    """A photo of the signed page is evidence."""
    case.file("盖章页.png", wrappings.picture(case.dice.randint(1, 10**6)))
    case.want("盖章页.png", "evidence")


@kind()
def a_scan(case: Case) -> None:
    """A PDF that only holds a picture is evidence."""
    case.file("盖章件.pdf", wrappings.scan(case.dice.randint(1, 10**6)))
    case.want("盖章件.pdf", "evidence")


@kind()
def a_text(case: Case) -> None:
    """A note in plain text: no return; kept as material or refused, never taken."""
    case.file("说明.txt", f"本月填报表另行报送。{case.dice.random()}".encode("gbk"))
    case.want("说明.txt", "evidence|refused")


@kind()
def a_letter(case: Case) -> None:
    """A covering letter in Word without any table is evidence."""
    case.file(
        "情况说明.docx", letter("关于十月份进展情况的说明", f"现将有关情况报告如下。{case.dice.random()}")
    )
    case.want("情况说明.docx", "evidence")


@kind()
def litter(case: Case) -> None:
    """What programs leave in folders is no file of anybody: not told at all."""
    desk = case.desk()
    case.take("收到/报送.xlsx", filled(desk), desk, desk.answers())
    for name in ("~$报送.xlsx", "Thumbs.db", ".DS_Store", "desktop.ini"):
        case.file(f"收到/{name}", case.dice.randbytes(165))
