"""Why a file from outside could not be read: one sentence per reason of ``errors.FileUnreadable``.

Each sentence says what it is and, where the user can do something, what; the door puts the file's name in front.
"""

UNREADABLE: dict[str, str] = {
    "missing": "找不到这个文件，请检查文件名和所在文件夹",
    "folder": "这是一个文件夹，请选择其中的文件",
    "no-permission": "没有读取权限，或文件正被其他程序占用，请关闭后重试",
    "empty": "文件是空的",
    "too-large": "文件过大",
    "encrypted": "文件设了密码，请用 WPS 或 Office 打开，取消密码后另存再试",
    "wrong-password": "文件设了密码，给出的密码都打不开它，请核对密码后再试",
    "archive-password": "压缩包设了密码，里面的文件打不开，请提供密码后再收，或先解压再拖入",
    "archive-wrong-password": "压缩包设了密码，给出的密码都打不开它，请核对密码后再试，或先解压再拖入",
    "damaged": "文件已损坏，打不开，请对方重新发送或另存后再试",
    "image": "这是图片，没有可读取的文字，请使用原始电子文档",
    "scan": "这份 PDF 是扫描件，里面只有图片、没有文字，请向发文单位索取 Word 文档，或用 WPS 的文字识别转成 Word 后再打开",
    "garbled": "这份 PDF 里的文字没有编码，读出来是乱码，请向发文单位索取 Word 文档，或用 WPS 的文字识别转成 Word 后再打开",
    "ofd": "暂不能直接读取 OFD，请用阅读软件打开，另存或打印为 PDF 后再打开",
    "old-word": "这是很早以前的 Word 格式，请用 WPS 或 Office 打开，另存为 .docx 后再打开",
    "too-slow": "文件过于复杂，读了很久也没有读完，请用 WPS 或 Office 打开，另存为 .docx 后再打开",
    "archive": "这是压缩包，请先解压，再打开其中的文件",
    "not-text": "文件内容不是可以识别的文字，请用 WPS 或 Office 打开后另存为 .docx 再试",
    "not-a-workbook": "文件内容不是电子表格",
    "no-table": "文档里没有表格，请发送填好的表格文件",
    "not-a-request": "这不是本程序发出的填报表",
    "other-version": "这张填报表由其他版本的程序生成，请升级程序后再收",
    "not-yet": "这种格式暂不能直接读取，请用 WPS 或 Office 打开，另存为 .docx（文档）或 .xlsx（表格）后再打开",
    "encrypted-ods": "文件设了密码，这种格式（.ods、.odt）的密码在这里解不开，请用 WPS 或 Office 打开，取消密码后另存再试",
    "archive-kind": "这种压缩包（如 .rar、.7z 或分卷压缩）不能直接打开，请解压后再拖入",
    "empty-container": "里面没有可收的文件；如果附件是网盘链接或超大附件，请先下载再拖入",
    "too-deep": "压缩包或邮件一层套一层，层数过多，请解压或另存附件后再拖入",
    "too-much": "里面的文件过多或过大，其余的没有读取，请解压后分批拖入",
    "winmail": "附件被发件人的邮件软件封装在 winmail.dat 里，取不出来，请对方改用网页格式或纯文本格式重发",
    "msg": "这封 Outlook 邮件（.msg）打不开，请在 Outlook 中另存附件，或另存为 .eml 后再拖入",
}
