"""Errors become one sentence for people: what happened, why, and what to do. Both doors speak through here."""

import errno

from peidang.app.returns.receiving import Cancelled
from peidang.domain.errors import (
    Ambiguous,
    ExportStopped,
    FileUnreadable,
    NotAPlan,
    NotAStore,
    NotFound,
    PeidangError,
    Refused,
    SqliteTooOld,
    StoreInUse,
    StoreMissing,
    StoreTooNew,
)
from peidang.domain.file_words import UNREADABLE
from peidang.domain.labels import REFUSALS
from peidang.domain.leaks import Leak
from peidang.domain.rule_sheet import RuleSheetInvalid

_SYSTEM = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EIO: "磁盘读写失败",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EROFS: "磁盘只能读、不能写",
    errno.ENAMETOOLONG: "文件名过长",
    errno.ENOENT: "没有这个文件或文件夹",
}
_MOST_LEAKS = 5
_AMBIGUOUS = {"方案": "请用 --plan 说明是哪一个", "单位": "请写单位全称"}


def sentence(error: BaseException) -> str:
    """One Chinese sentence for an error; an unforeseen one is named so that it can be told on."""
    if isinstance(error, PeidangError):
        return _known(error)
    if isinstance(error, FileExistsError):
        return "文件已经存在，未作覆盖。请换一个名称或位置。"
    if isinstance(error, PermissionError):
        return f"没有读写“{error.filename}”的权限。请换一个位置，或关闭正在使用它的程序后重试。"
    if isinstance(error, OSError):
        why = _SYSTEM.get(error.errno or 0, "系统未说明原因")
        return f"读写“{error.filename or '文件'}”时出错：{why}。请检查磁盘空间和位置后重试。"
    return (
        f"程序出现意外情况（{type(error).__name__}：{error}）。已保存的内容不受影响，请重试；仍不行请反馈。"
    )


def _known(error: PeidangError) -> str:
    match error:
        case FileUnreadable(name, reason):
            return _ended(f"“{name}”没有读取：{UNREADABLE.get(reason, UNREADABLE['damaged'])}")
        case NotAPlan(name):
            return f"“{name}”里没有找到任务、目标或配档表。请确认打开的是方案文件。"
        case StoreTooNew(name, found, known):
            return f"工作库“{name}”由更新版本的程序保存（第{found}版，本程序到第{known}版），没有改动。请升级程序后再打开。"
        case NotAStore(name):
            return f"“{name}”不是配档通的工作库，或者已经损坏，没有改动。请换一个文件，或用备份恢复。"
        case StoreMissing(name):
            return f"找不到工作库“{name}”。请检查文件名和位置。"
        case StoreInUse(name, by):
            return f"工作库“{name}”正由{by or '另一个程序'}使用，这一步没有保存。请等对方关闭后重试。"
        case SqliteTooOld(found, needed):
            return f"本机的 SQLite 版本过低（{found}），至少需要 {needed}。请使用安装包自带的运行环境。"
        case NotFound(what, name):
            return f"没有找到{what}“{name}”。请核对后重试。"
        case Ambiguous(what, names):
            listed = "；".join(names)
            return f"有多个{what}符合：{listed}。{_AMBIGUOUS.get(what, '请说明是哪一个')}。"
        case ExportStopped(leaks):
            return _stopped(leaks)
        case Refused(why, about):
            told = f"“{about}”：" if about else ""
            return _ended(f"{told}{REFUSALS.get(why, why)}")
        case RuleSheetInvalid():
            return "亮灯规则的区间有空档或重叠，没有保存。请逐档检查起止数。"
        case Cancelled():
            return "已取消，没有收入任何文件。"
    return f"操作没有完成（{type(error).__name__}）。"


def _stopped(leaks: tuple[Leak, ...]) -> str:
    told = "；".join(leak.words for leak in leaks[:_MOST_LEAKS])
    more = f"；另有{len(leaks) - _MOST_LEAKS}处" if len(leaks) > _MOST_LEAKS else ""
    return f"出门检查没有通过，没有输出任何文件：{told}{more}。请改好相应内容后再输出。"


def _ended(text: str) -> str:
    return text if text.endswith(("。", "？", "！")) else f"{text}。"
