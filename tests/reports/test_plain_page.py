"""Letters and forms in Word: what stands together stays together."""

from datetime import datetime

from peidang.reports.word.plain_page import HEAD_FACE, add, new_page

MADE = datetime(2025, 11, 5, 9, 0)


def test_a_head_is_never_alone_at_the_foot_of_a_page() -> None:
    document = new_page(MADE, "核对表")
    head = add(document, "一、报送情况", HEAD_FACE, 14)
    text = add(document, "已报。")
    assert head.paragraph_format.keep_with_next
    assert not text.paragraph_format.keep_with_next
