"""Plan documents of the tests' own: an invented county, its bureaus, tables of any length, written as a clerk's .txt."""

from pathlib import Path

COUNTY = "槐川县"
OWN_UNIT = "县粮食和物资储备局"
BUREAUS = (
    OWN_UNIT,
    "县农业农村局",
    "县水利局",
    "县财政局",
    "县交通运输局",
    "县气象局",
    "县供销合作社",
    "县市场监督管理局",
)
TITLE = f"{COUNTY}粮食仓储设施提升行动方案"
SECOND_TITLE = f"{COUNTY}灌区节水改造工作方案"
HEADS = ("序号", "主要任务", "推进措施及目标", "牵头单位", "责任单位", "责任人", "完成时限")
DUES = ("2025年底", "2026年6月", "2027年", "2025年11月30日")
SHARED_BY_THREE = 7
"""The serial of a row with three leads."""


def granary_plan() -> str:
    """Sixty rows in three sections: three leads on some, a person for each, dues to the year, month or day."""
    body = [
        f"{COUNTY}人民政府文件",
        "槐政发〔2025〕3号",
        f"{COUNTY}人民政府关于印发{TITLE}的通知",
        f"现将《{TITLE}》印发给你们，请认真贯彻落实。",
        f"{COUNTY}人民政府",
        "2025年2月14日",
        TITLE,
        "一、建设仓储设施",
        "（一）新建标准化粮仓",
        "到2025年，新建标准化粮仓12座以上。（牵头单位：县粮食和物资储备局；责任单位：县财政局）",
        "（二）改造烘干中心",
        "到2027年，改造粮食烘干中心30处以上。（牵头单位：县农业农村局；责任单位：县供销合作社）",
        "二、畅通储运通道",
        "（三）提升通仓道路",
        "到2025年，提升通仓道路85公里。（牵头单位：县交通运输局）",
        f"附件：{TITLE}配档表",
        "附件",
        f"{TITLE}配档表",
    ]
    table = ["\t".join(HEADS)]
    for serial in range(1, 61):
        if serial in (1, 21, 41):
            table.append(
                "一二三"[serial // 20] + "、" + ("建设仓储设施", "畅通储运通道", "强化保障措施")[serial // 20]
            )
        table.append("\t".join(_granary_row(serial)))
    return "\n".join([*body, *table, "抄送：县委办公室。"]) + "\n"


def _granary_row(serial: int) -> tuple[str, ...]:
    named = {1: "（一）新建标准化粮仓", 2: "（二）改造烘干中心", 21: "（三）提升通仓道路"}
    told = {
        1: "到2025年，新建标准化粮仓12座以上。",
        2: "到2027年，改造粮食烘干中心30处以上。",
        21: "到2025年，提升通仓道路85公里。",
    }
    leads = {
        1: (OWN_UNIT,),
        2: ("县农业农村局",),
        21: ("县交通运输局",),
        SHARED_BY_THREE: BUREAUS[1:4],
    }.get(serial, (BUREAUS[serial % len(BUREAUS)],))
    helper = BUREAUS[(serial + 3) % len(BUREAUS)]
    return (
        str(serial),
        named.get(serial, f"推进第{serial}项仓储工作"),
        told.get(serial, f"①排查第{serial}号库区隐患。②建立第{serial}号库区台账。"),
        "、".join(leads),
        "" if helper in leads else helper,
        f"责任人{serial}号",
        DUES[serial % len(DUES)],
    )


def water_plan() -> str:
    """Four rows, some of the same bureaus, another table."""
    rows = (
        ("1", "改造干渠", "改造干渠衬砌。", "县水利局", "县财政局"),
        ("2", "更新闸门", "更新老旧闸门。", "县水利局、县农业农村局", ""),
        ("3", "安装计量设施", "安装计量设施。", "县财政局", "县水利局"),
        ("4", "培训管水员", "培训管水员。", "县农业农村局", ""),
    )
    return "\n".join(
        [
            SECOND_TITLE,
            "一、改造灌区设施",
            f"附件：{SECOND_TITLE}任务分解表",
            f"{SECOND_TITLE}任务分解表",
            "\t".join(HEADS[:5]),
            *("\t".join(row) for row in rows),
        ]
    )


def write_plan(folder: Path, text: str, name: str = "方案.txt") -> Path:
    """The text as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
