"""Unit lists: where a paragraph names units, in which role and order. Names are kept as printed.

Roles (annotation README): 牵头单位 lead; 责任单位, 配合单位 or no role word: responsible; 按职责分工: all lead;
「X牵头负责，Y配合」: X lead, Y responsible. A rule the document states itself (第一个为牵头单位) wins.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from peidang.plans.plain import plain

LEADS = "牵头|主办|主责|主要负责|首要责任"
OTHERS = "责任|配合|参与|参加|协办|协助|协同|承办|联合|支持|实施|落实|完成|主管|督导"
ROLE_WORD = re.compile(rf"(?:({LEADS})|({OTHERS}))(?:责任)?(?:单位|部门|机构|科室|处室)(?:及分工)?\s*:?")
OPENS_WITH_ROLE = re.compile(rf"(?:{LEADS}|{OTHERS})(?:责任)?(?:单位|部门|机构|科室|处室)(?:及分工)?\s*:?")
ROLE_LINE = re.compile(rf"(?:^|(?<=。))\s*((?:{LEADS}|{OTHERS})(?:责任)?(?:单位|部门)\s*:[^。]+)。?$")
BY_DUTY = re.compile(
    r"(?:等)?(?:有关)?(?:部门|单位)?(?:按照?|依照?|根据)?(?:各自)?职责(?:分工)?(?:分别|共同)?(?:负责|落实|推进)?$"
)
LED_BY = re.compile(
    r"^(?:由)?(?P<lead>.+?)(?:共同|联合|分别)?牵头(?:负责|组织实施|组织|落实|实施|推进)?"
    r"(?:[,;、。]\s*(?P<other>.*?)(?:等)?(?:按照?(?:各自)?职责(?:分工)?)?(?:共同|分别|积极|密切)?"
    r"(?:配合|参与|参加|协助|协同|负责|落实)?(?:实施|推进)?)?$"
)
DONE_BY = re.compile(r"^(?:由)?(?P<names>.+?)(?:共同|分别|具体)?(?:负责|落实|组织实施)(?:落实|实施|推进)?$")
DONE_WITH = re.compile(
    r"^(?:由)?(?P<names>[^,;]+?)(?:共同|分别|具体)?负责(?:落实|实施|推进)?[,;](?P<other>.+?)(?:等)?"
    r"(?:按照?(?:各自)?职责(?:分工)?)?(?:共同|分别|积极|密切)?(?:配合|参与|参加|协助|协同|负责|落实)(?:实施|推进)?$"
)
"""由X负责，Y配合: nobody is said to lead."""
LED_SENTENCE = re.compile(r"(?:^|(?<=。))(由[^。]{2,80}牵头[^。]*)。?$")
DONE_SENTENCE = re.compile(r"(?:^|(?<=。))([^。]{3,100}?(?:负责|配合)(?:落实|实施|推进)?)。?$")
UNIT_NAME = re.compile(
    r"(?:局|委|办|部|厅|院|社|会|联|府|行|司|队|站|所|处|署|庭|校|馆|台|镇|乡|街道|企业|集团|中心|单位|部门|机关|专班"
    r"|小组|公室|园区|开发区|县|市|区|大学)(?:\([^()]*\))?$"
)
OFFICE_NAME = re.compile(r"(?:局|委|办|部|厅|府|院|队|联|分行|委会|公室)(?:\([^()]*\))?$")
BARE_PLACES = re.compile(r"各[县市区镇乡街道办州盟旗开发园]{1,5}(?:\([^()]*\))?$")
UNITS_IN_GENERAL = re.compile(r"(?:各|有关|相关|涉及|成员|直属|其他|驻\w)[^、,;]*部门$")
COLLECTIVE = re.compile(
    r"^各|各(?:有关|相关)|(?:有关|相关|涉及|成员|其他)(?:部门|单位)|(?:部门|单位|企业)、?(?:部门|单位|企业)$"
)
AND_OTHERS = re.compile(r"等(?:有关|相关)?(?:部门|单位)?$")
JOINED_BY_AND = re.compile(r"(?<=[局委办部厅院社会心队府])(?:以及|和|及|与)(?=[市区县省州各])")
FIRST_LEADS = re.compile(r"(?:第一个|第一位|首位|排在?首位|列首位|排名?第一|列第一位?)[^。;]{0,12}?为牵头")
FIRST_COMMA_LEADS = re.compile(r"第一个逗号前[^。;]{0,12}?为牵头")
STATED_RULE = re.compile(
    r"^(?:注:)?[^,;、]{0,12}(?:第一个|第一位|首位|列第一)[^,;、]{0,12}为牵头.*$"
    r"|[,;、][^,;、]{0,12}(?:第一个|第一位|首位|列第一)[^,;、]{0,12}为牵头(?:单位|部门)?"
)
"""The document's rule on who leads, alone in a bracket or at the end of a list."""
LONGEST_LIST = 1200
"""Characters. What is still open after so many is no list of units."""
BEFORE_STRAY = "、,;:("


@dataclass(frozen=True)
class UnitList:
    """One list of units in a paragraph; ``start`` and ``end`` bound it there, brackets and full stop included."""

    start: int
    end: int
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    shared_by_duty: bool = False
    faulty: bool = False
    """Its brackets do not pair."""

    @property
    def empty(self) -> bool:
        """No unit was named."""
        return not (self.lead or self.responsible)


def lead_rule(text: str) -> str | None:
    """The document's own rule on who leads: ``first``, ``first-comma`` or None."""
    folded = plain(text)
    if FIRST_COMMA_LEADS.search(folded):
        return "first-comma"
    return "first" if FIRST_LEADS.search(folded) else None


def unit_lists(paragraph: str, rule: str | None = None) -> list[UnitList]:
    """The unit lists of one paragraph in order; lists with nothing between them are one."""
    folded = plain(paragraph)
    found = [made for span in _brackets(folded) if (made := _from_bracket(paragraph, span, rule))]
    if not found:
        found = _without_bracket(paragraph, folded, rule)
    joined: list[UnitList] = []
    for item in found:
        between = folded[joined[-1].end : item.start] if joined else "x"
        if not between.strip("。,;、") and joined[-1].empty is False:
            joined[-1] = merged(joined[-1], item)
        else:
            joined.append(item)
    return [item for item in joined if not item.empty]


def merged(one: UnitList, other: UnitList) -> UnitList:
    """Two neighbouring lists (牵头单位：… / 责任单位：…) as one."""
    return replace(
        one,
        end=other.end,
        lead=one.lead + other.lead,
        responsible=one.responsible + other.responsible,
        shared_by_duty=one.shared_by_duty or other.shared_by_duty,
        faulty=one.faulty or other.faulty,
    )


@dataclass(frozen=True)
class _Bracket:
    start: int
    end: int
    inner: tuple[int, ...]
    """Positions of the characters inside, stray brackets left out."""
    faulty: bool


def _brackets(folded: str) -> Iterator[_Bracket]:
    """Outer brackets. Inside a unit list an opening bracket right behind a separator belongs to no name."""
    at, last_close = 0, folded.rfind(")")
    while (start := folded.find("(", at)) >= 0:
        at = start + 1
        if start > last_close and not OPENS_WITH_ROLE.match(folded, at):
            continue
        bracket = _bracket(folded, start)
        yield bracket
        if not bracket.faulty or _is_list(_text(folded, bracket)):
            at = bracket.end


def _bracket(folded: str, start: int) -> _Bracket:
    depth, strays = 1, 0
    inner: list[int] = []
    is_list = bool(OPENS_WITH_ROLE.match(folded, start + 1))
    end = min(len(folded), start + LONGEST_LIST)
    for at in range(start + 1, end):
        char = folded[at]
        if char == "(":
            if is_list and (folded[at - 1] in BEFORE_STRAY):
                strays += 1
                continue
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                extra = strays if folded[at + 1 : at + 1 + strays] == ")" * strays else 0
                return _Bracket(start, at + 1 + extra, tuple(inner), strays > 0)
        inner.append(at)
    return _Bracket(start, end, tuple(inner), faulty=True)


def _text(text: str, bracket: _Bracket) -> str:
    return "".join(text[at] for at in bracket.inner)


def _is_list(content: str) -> bool:
    content = STATED_RULE.sub("", content.strip(" 。;,")).strip(" 。;,")
    if not content:
        return False
    if OPENS_WITH_ROLE.match(content) or ROLE_WORD.search(content):
        return True
    if BY_DUTY.search(content) or re.search(r"牵头(?:负责|[,;、]|$)", content):
        return not re.search(r"[。!?]\S", content)
    both = DONE_WITH.match(content)
    if both:
        return _all_units((*split_names(both.group("names")), *split_names(both.group("other"))))
    done = DONE_BY.match(content)
    return bool(done and _all_units(split_names(done.group("names"))))


def _from_bracket(paragraph: str, bracket: _Bracket, rule: str | None) -> UnitList | None:
    content, folded = _text(paragraph, bracket), plain(paragraph)
    end = bracket.end
    at_end = not folded[end:].strip("。;,) ") or folded[end : end + 1] == "。"
    named = _is_list(plain(content)) or (
        at_end and not bracket.faulty and _office_names(split_names(content))
    )
    if not named:
        return None
    while end < len(folded) and folded[end] in "。;":
        end += 1
    lead, responsible, shared = read_roles(content, rule)
    return UnitList(bracket.start, end, lead, responsible, shared, bracket.faulty)


def _without_bracket(paragraph: str, folded: str, rule: str | None) -> list[UnitList]:
    """「牵头单位：…」 on a line of its own, or 「由…牵头，…配合」 as the last sentence."""
    match = ROLE_LINE.search(folded)
    if match:
        lead, responsible, shared = read_roles(paragraph[match.start(1) : match.end(1)], rule)
        return [UnitList(match.start(1), len(paragraph), lead, responsible, shared)]
    match = LED_SENTENCE.search(folded)
    if match:
        lead, responsible, shared = read_roles(paragraph[match.start(1) : match.end(1)], rule)
        if lead and _all_units((*lead, *responsible)):
            return [UnitList(match.start(1), len(paragraph), lead, responsible, shared)]
    match = DONE_SENTENCE.search(folded)
    if match and _says_who(match.group(1)):
        lead, responsible, shared = read_roles(paragraph[match.start(1) : match.end(1)], rule)
        return [UnitList(match.start(1), len(paragraph), lead, responsible, shared)]
    return []


def _says_who(sentence: str) -> bool:
    """A whole sentence of offices and what they do: 由X负责，Y配合; X、Y按职责分工负责. Not 各有关部门负责落实."""
    if "牵头" in sentence:
        return False
    lead, responsible, _ = _by_verb(sentence)
    names = (*lead, *responsible)
    return _office_names(names) and not any(map(is_collective, names[:1]))


def read_roles(content: str, rule: str | None = None) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """(lead, responsible, shared_by_duty) of a list's text, brackets taken off."""
    content = _without_rule(content)
    folded = plain(content)
    marks = list(ROLE_WORD.finditer(folded))
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    before = content[: marks[0].start()].strip(" ,;，；。、") if marks else content
    shared = False
    if before:
        lead, responsible, shared = _by_verb(before)
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        text = content[mark.end() : following.start() if following else len(content)]
        names, duty = _names_of(text)
        if mark.group(1):
            lead += names
        else:
            responsible += names
        shared = shared or (duty and not lead)
    if shared and not lead:
        return responsible, (), True
    if not lead and responsible and rule:
        lead, responsible = _by_rule(content, responsible, rule)
    return lead, responsible, shared


def _without_rule(content: str) -> str:
    match = STATED_RULE.search(plain(content))
    return content[: match.start()] + content[match.end() :] if match else content


def _names_of(text: str) -> tuple[tuple[str, ...], bool]:
    """A role's names, and whether they end in 按职责分工负责."""
    stripped = text.strip(" ,;，；。、:：")
    duty = BY_DUTY.search(plain(stripped))
    if duty and "职责" in duty.group():
        return split_names(stripped[: duty.start()]), True
    return split_names(stripped), False


def _by_verb(content: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    folded = plain(content).strip(" 。;,")
    led = LED_BY.match(folded)
    if led:
        other = content[led.start("other") : led.end("other")] if led.group("other") else ""
        return split_names(content[led.start("lead") : led.end("lead")]), split_names(other), False
    both = DONE_WITH.match(folded)
    if both:
        parts = [split_names(content[both.start(part) : both.end(part)]) for part in ("names", "other")]
        return (), (*parts[0], *parts[1]), False
    duty = BY_DUTY.search(folded)
    if duty and "职责" in duty.group():
        return split_names(content[: duty.start()].removeprefix("由")), (), True
    done = DONE_BY.match(folded)
    names = content[done.start("names") : done.end("names")] if done else content
    return (), split_names(names), False


def _by_rule(content: str, names: tuple[str, ...], rule: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The document's own rule on who leads."""
    if rule == "first-comma":
        comma = plain(content).find(",")
        count = (
            len(split_names(re.sub(rf"^{ROLE_WORD.pattern}", "", plain(content)[:comma]))) if comma > 0 else 1
        )
    else:
        count = 1
    return names[:count], names[count:]


def split_names(text: str) -> tuple[str, ...]:
    """The names of a list, in order, as printed; a separator inside brackets or a collective name separates nothing."""
    folded = plain(text)
    names: list[str] = []
    depth, start = 0, 0
    for at, char in enumerate(folded + ","):
        depth += (char == "(") - (char == ")")
        if depth > 0 or char not in "、,;/。 ":
            continue
        name = folded[start:at]
        if (char == " " and not UNIT_NAME.search(name)) or (
            char == "、" and _goes_on(name, folded[at + 1 :])
        ):
            continue
        names.extend(_names_in(text[start:at]))
        start = at + 1
    return tuple(names)


def _goes_on(name: str, after: str) -> bool:
    """Whether 、 stands inside a collective name: 有关部门、单位 or 各县、区人民政府."""
    if UNITS_IN_GENERAL.search(name):
        return re.match(r"[^、,;]{0,2}(?:单位|企业|机构)(?:[、,;。]|$)", after) is not None
    return BARE_PLACES.fullmatch(name) is not None and not after.startswith("各")


def _names_in(text: str) -> list[str]:
    """One field of a list: without 等部门, cut where 和 joins two whole names, stray brackets taken off."""
    folded = AND_OTHERS.sub("", plain(text))
    cuts = [0, *(edge for match in JOINED_BY_AND.finditer(folded) for edge in match.span()), len(folded)]
    parts = (text[start:end].strip(" ：:。") for start, end in zip(cuts[::2], cuts[1::2], strict=True))
    # 责任领导:… and 完成时限:… stand in some lists; they are no units.
    return [name for part in parts if (name := _paired(part)) and ":" not in plain(name)]


def _paired(name: str) -> str:
    """The name without a closing bracket that nothing opens."""
    folded = plain(name)
    return name[:-1] if folded.endswith(")") and folded.count(")") > folded.count("(") else name


def _all_units(names: Sequence[str]) -> bool:
    return bool(names) and all(len(name) >= 3 and UNIT_NAME.search(plain(name)) for name in names)


def _office_names(names: Sequence[str]) -> bool:
    """Names that need no role word to be known as units: （市财政局、市税务局）, but not （重点企业）."""
    return _all_units(names) and any(OFFICE_NAME.search(plain(name)) for name in names)


def is_collective(name: str) -> bool:
    """Whether a name stands for several units (各县（市、区）人民政府)."""
    return COLLECTIVE.search(plain(name)) is not None
