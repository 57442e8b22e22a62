"""What a command left behind."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass
class Ran:
    """Exit code, results and messages of one command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The results as data."""
        return json.loads(self.out)


Shell = Callable[..., Ran]
