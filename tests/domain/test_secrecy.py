"""密级字样: a mark is found, talk about secrets is left alone."""

import pytest

from peidang.domain.secrecy import secrecy_words


@pytest.mark.parametrize(
    "text",
    [
        "绝密",
        "机密★",
        "机密★10年 完成3台",
        "秘密★1年：",
        "秘密＊10年",
        "机密10年",
        "★机密",
        "机 密 ★",
        "机密级文件已处理",
        "秘密级",
        "密级：",
        "密级：机密",
        "密级为秘密",
        "机密：完成3台",
        "【秘密】完成3台",
        "本内容属于机密，完成3台",
        "本件属于国家秘密",
        "此件为机密，请收好",
        "国家秘密★10年",
        "机密文件",
        "绝密资料",
        "（内部资料 注意保密）完成3台",
        "内部资料，注意保存",
        "内部文件",
        "以上数据不得外传",
        "完成3台。\n机密\n",
    ],
)
def test_a_mark_of_secrecy_is_found(text: str) -> None:
    assert secrecy_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "不得填写国家秘密。",
        "不得填写机密级以上内容",
        "严禁录入绝密、机密、秘密级信息",
        "不涉及国家秘密",
        "不属于机密",
        "开展保密工作检查3次",
        "注意保密工作",
        "市保密局",
        "商业秘密保护示范点3家",
        "不得泄露商业秘密",
        "加强国家秘密载体管理，销毁载体3批",
        "涉密情况请按保密规定另行报送，做好机密文件管理。",
        "秘密级别确定",
        "密级：公开",
        "内部资料性出版物管理",
        "完善内部文件流转制度",
        "加强内部管理",
        "精密机密封件改造3台",
        "加密机密钥更换",
        "档案资料注意保存",
        "",
    ],
)
def test_talk_about_secrets_is_no_mark(text: str) -> None:
    assert secrecy_words(text) == ()


def test_the_words_are_told_with_their_place_and_once_each() -> None:
    text = "已完成。 机密★10年；机密★10年"
    assert secrecy_words(text) == ((5, "机密★10年"),)
    assert secrecy_words("不得填写国家秘密，内部资料") == ((9, "内部资料"),)
