"""A mail draft: opened unsent, Chinese names arrive whole, nothing slips into its head."""

import email
import email.policy
from email.message import EmailMessage

from peidang.exchange.mail_drafts import mail_draft

NAME = "03_市住房城乡建设局_2025年10月填报表.xlsx"
BOOK = b"PK\x03\x04 some bytes"


def draft(**changed: object) -> bytes:
    facts: dict[str, object] = {
        "to": ["jia@example.com"],
        "subject": "《方案》2025年10月填报表（市住房城乡建设局）",
        "body": "请查收。\n不得填写国家秘密。",
        "attachments": [(NAME, BOOK)],
    }
    return mail_draft(**(facts | changed))  # type: ignore[arg-type]


def read(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_mail_program_opens_it_as_unsent() -> None:
    message = read(draft())
    assert message["X-Unsent"] == "1"
    assert {"From", "Date", "Message-ID"}.isdisjoint(message.keys())


def test_subject_text_and_attachment_come_back_whole() -> None:
    message = read(draft())
    (attached,) = message.iter_attachments()
    assert message["Subject"] == "《方案》2025年10月填报表（市住房城乡建设局）"
    assert message.get_body().get_content().splitlines() == ["请查收。", "不得填写国家秘密。"]  # type: ignore[union-attr]
    assert (attached.get_filename(), attached.get_payload(decode=True)) == (NAME, BOOK)
    assert attached.get_content_type().endswith("spreadsheetml.sheet")


def test_the_attachments_name_is_written_by_rfc_2231() -> None:
    assert b"filename*" in draft()
    assert b"utf-8''03_%E5%B8%82" in draft()


def test_without_an_address_the_clerk_fills_it_in() -> None:
    assert read(draft(to=[]))["To"] is None


def test_a_line_break_in_the_subject_makes_no_new_head() -> None:
    message = read(draft(subject="甲\r\nBcc: x@example.org"))
    assert message["Bcc"] is None
    assert "Bcc: x@example.org" in message["Subject"]


def test_the_same_draft_has_the_same_bytes_and_lines_as_mail_has_them() -> None:
    assert draft() == draft()
    assert b"\n" not in draft().replace(b"\r\n", b"")
