"""What all kinds of fields share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.text import quoted


@dataclass(frozen=True)
class FieldKind:
    """What values a setting may take.

    `check` raises a ValueError whose text goes on from the field's name ("must be …, not …"); `read` gives the value of
    the text form that `format` writes, or raises one like it; `allowed` names what may stand there. `describe` is for
    readers alone.
    """

    def bound(self, settings: Any) -> FieldKind:
        """The kind under these settings: itself, unless what is allowed depends on another field."""
        return self

    def allowed(self) -> str:
        """What values may be, to go on after "must be"."""
        raise NotImplementedError

    def accepts(self, value: Any) -> bool:
        """Whether a setting may be this value."""
        raise NotImplementedError

    def parse(self, text: str) -> Any:
        """The value that the text means; ValueError where it means none."""
        raise NotImplementedError

    def format(self, value: Any) -> str:
        """The text form, which `parse` reads again."""
        return str(value)

    def describe(self, value: Any) -> str:
        """The value as a caption says it."""
        return self.format(value)

    def check(self, value: Any) -> None:
        """ValueError that says what is allowed, where the value is not."""
        if not self.accepts(value):
            raise ValueError(f"must be {self.allowed()}" + (f", not {quoted(value)}" if quoted(value) else ""))

    def read(self, text: str) -> Any:
        """What `parse` makes of the text; where it makes nothing a ValueError like that of `check`."""
        try:
            return self.parse(text)
        except ValueError:
            given = quoted(text) if text.strip() else "empty"
            raise ValueError(f"must be {self.allowed()}, not {given}") from None
