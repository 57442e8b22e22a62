"""A mail as a draft (.eml): Outlook and Foxmail open it for sending, nothing is sent by itself.

``X-Unsent: 1`` makes it a draft; it carries no sender, date or message id, which the mail program adds on sending.
"""

import hashlib
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP

_SHEET = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
_WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
_TYPES = {".xlsx": _SHEET, ".docx": _WORD}
_LINE_BREAKS = str.maketrans({"\r": " ", "\n": " "})


def mail_draft(to: Sequence[str], subject: str, body: str, attachments: Sequence[tuple[str, bytes]]) -> bytes:
    """The draft as bytes; the same input gives the same bytes. ``to`` may be empty: the clerk fills it in.

    Names of attachments are written by RFC 2231, so that Chinese ones arrive whole.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = subject.translate(_LINE_BREAKS)
    if to:
        message["To"] = ", ".join(to)
    message.set_content(body, cte="base64")
    for name, data in attachments:
        ending = name[name.rfind(".") :].lower()
        maintype, subtype = _TYPES.get(ending, ("application", "octet-stream"))
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    if attachments:
        message.set_boundary(_boundary(attachments))
    return message.as_bytes()


def _boundary(attachments: Sequence[tuple[str, bytes]]) -> str:
    """Made from what is inside, not at random."""
    digest = hashlib.sha256(b"\0".join(name.encode() + data for name, data in attachments))
    return f"=_{digest.hexdigest()[:32]}"
