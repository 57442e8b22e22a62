"""The office's words for what goes out (``resources/sending/wording.json``): notes, group texts, mails, letters."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from peidang.resources import resource


@dataclass(frozen=True)
class Wording:
    """Sentences with places to be filled; a text of several lines is a list."""

    sentences: Mapping[str, Any]

    def say(self, sentence: str, **facts: object) -> str:
        """The sentence of this name, its places filled. KeyError for an unknown sentence or a place without a fact."""
        kept = self.sentences[sentence]
        if isinstance(kept, str):
            return kept.format_map(facts)
        return "\n".join(line.format_map(facts) for line in kept)

    def lines(self, sentence: str, **facts: object) -> tuple[str, ...]:
        """The lines of a text, each filled."""
        return tuple(line.format_map(facts) for line in self.sentences[sentence])


@cache
def wording() -> Wording:
    """The shipped words."""
    return Wording(json.loads(resource("sending", "wording.json").read_text(encoding="utf-8")))
