"""The outline's tasks: the smallest pieces that name their own units, and the texts in which targets are sought."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from peidang.domain.plan_document import BodyTask
from peidang.plans.outline import Node, Piece, title_and_text
from peidang.plans.units import UnitList


@dataclass
class Body:
    """What the outline gives. ``passages`` are in document order: (task index or None, texts)."""

    tasks: list[BodyTask] = field(default_factory=list)
    passages: list[tuple[int | None, list[str]]] = field(default_factory=list)
    faulty: list[tuple[int, str]] = field(default_factory=list)
    """(task index, printed list) of lists whose brackets do not pair."""
    without_units: list[str] = field(default_factory=list)
    """Headings that stand beside tasks but name no unit."""
    covered: set[int] = field(default_factory=set)
    """Ids of the nodes whose text belongs to a task."""


def read_tasks(root: Node) -> Body:
    """Tasks of the whole outline."""
    body = Body()
    for piece in root.pieces:
        if piece.units:
            _add_unnumbered(body, root, piece)
        elif not root.children:
            body.passages.append((None, piece.paragraphs))
    for section in root.children:
        before = len(body.tasks)
        _visit(body, section)
        if len(body.tasks) > before:
            body.without_units.extend(_bare_headings(section, body.covered))
    return body


def _visit(body: Body, node: Node) -> None:
    holders = [below for below in node.walk() if below.lists]
    if holders == [node] and len(node.lists) == 1:
        _add_numbered(body, node, node.lists[0], list(node.walk()))
    elif _ends_with_common_list(node, holders):
        _add_numbered(body, node, holders[0].lists[0], list(node.walk()))
    else:
        _visit_parts(body, node)


def _ends_with_common_list(node: Node, holders: Sequence[Node]) -> bool:
    """Items of which only the last ends with units: the list is for all of them."""
    children = node.children
    return (
        node.depth() > 1
        and len(children) > 1
        and len(holders) == 1
        and holders[0] is children[-1]
        and len(holders[0].lists) == 1
    )


def _visit_parts(body: Body, node: Node) -> None:
    """A heading over several tasks: its own pieces first, then the nodes below."""
    own_task = not node.own_line
    for piece in node.pieces:
        if piece.units is None:
            title = [node.title] if own_task and piece is node.pieces[0] else []
            body.passages.append((None, [*title, *piece.paragraphs]))
        elif own_task and piece is node.lists[0]:
            _add_numbered(body, node, piece, [], piece.paragraphs)
        else:
            _add_unnumbered(body, node, piece)
    for child in node.children:
        _visit(body, child)


def _add_numbered(
    body: Body, node: Node, listed: Piece, subtree: Sequence[Node], paragraphs: Sequence[str] = ()
) -> None:
    """The node is the task; ``subtree`` (the node and what stands below it) is its text."""
    texts = [*paragraphs]
    body.covered.update(id(below) for below in subtree)
    for below in subtree:
        if below is not node:
            texts.append(below.heading)
        texts.extend(text for piece in below.pieces for text in piece.paragraphs)
    _add(body, node, listed, node.label, node.title, texts)
    body.passages.append((len(body.tasks) - 1, texts if node.own_line else [node.title, *texts]))


def _add_unnumbered(body: Body, node: Node, piece: Piece) -> None:
    """A piece with units of its own under a heading; its first sentence is the title."""
    first = piece.paragraphs[0] if piece.paragraphs else ""
    title, text, _ = title_and_text(first) if first else (node.title, "", True)
    texts = [text] if text else []
    texts += piece.paragraphs[1:]
    _add(body, node, piece, "", title, texts, under=True)
    body.passages.append((len(body.tasks) - 1, piece.paragraphs))


def _add(
    body: Body, node: Node, listed: Piece, label: str, title: str, texts: Sequence[str], under: bool = False
) -> None:
    units = listed.units or UnitList(0, 0, (), ())
    task = BodyTask(
        section=_at_depth(node, 1) or "",
        group=_at_depth(node if under else node.parent, 2),
        label=label,
        title=title,
        lead=units.lead,
        responsible=units.responsible,
        shared_by_duty=units.shared_by_duty,
        text="\n".join(texts),
    )
    body.tasks.append(task)
    if units.faulty:
        body.faulty.append((len(body.tasks) - 1, listed.printed_units))


def _at_depth(node: Node | None, depth: int) -> str | None:
    """The heading of the ancestor (or self) at that depth."""
    while node is not None and node.depth() > depth:
        node = node.parent
    return node.heading if node is not None and node.depth() == depth else None


def _bare_headings(section: Node, covered: set[int]) -> list[str]:
    """Numbered pieces that stand beside tasks, name no unit and belong to no task."""
    parents = {id(node.parent) for node in section.walk() if node.lists}
    return [
        node.heading
        for node in section.walk()
        if id(node.parent) in parents and id(node) not in covered and not any(n.lists for n in node.walk())
    ]
