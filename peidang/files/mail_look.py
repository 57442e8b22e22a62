"""Whether a file looks like a mail: its first lines are the headers of one."""

import re

HEAD = 16 * 1024
SMALL_PICTURE = 10 * 1024
"""Bytes up to which a picture inside the text is taken for a signature's logo."""
HEADER = re.compile(rb"(?m)^([A-Za-z][A-Za-z0-9-]{1,60}):")
# Every mail has some of these; one of the first four at least is in none of the text files people write.
TRANSPORT = frozenset((b"from", b"received", b"message-id", b"return-path", b"mime-version", b"x-unsent"))
USUAL = TRANSPORT | {
    *(
        b"to",
        b"cc",
        b"subject",
        b"date",
        b"sender",
        b"reply-to",
        b"delivered-to",
        b"content-type",
        b"x-mailer",
    ),
    *(b"content-transfer-encoding", b"x-priority", b"thread-topic", b"dkim-signature", b"references"),
}
# A page or sheet saved as a "single file web page" is dressed as a mail.
WEB_PAGE = re.compile(rb"(?im)^(x-document-type:|snapshot-content-location:|from:[ \t]*\"?<saved by)")
# The line between the mails of a box: an address, a date with its year, and below it the first header.
MBOX_MESSAGE = re.compile(
    rb"(?m)^From [^\s]{1,300}[^\r\n]{0,100}[ \t](?:19|20)\d\d\b[^\r\n]{0,40}\r?\n(?=[A-Za-z][A-Za-z0-9-]{1,60}:|>From )"
)
BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")


def mail_kind(data: bytes) -> str | None:
    """``eml``, ``mbox``, ``html`` (a web page saved as one file) or None; looks at the first lines only."""
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n \t")
    if MBOX_MESSAGE.match(head):
        return "mbox"
    if not HEADER.match(head):
        return None
    block = BLANK_LINE.split(head, maxsplit=1)[0]
    names = {name.lower() for name in HEADER.findall(block)}
    if len(names & USUAL) < 2 or not names & TRANSPORT:
        return None
    return "html" if WEB_PAGE.search(block) else "eml"
