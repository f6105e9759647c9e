"""Settings in a reader's words: the labels of the form, in the language of the window."""

from __future__ import annotations

from core.run.session import Edit
from core.settings import Effect, Field, Settings, changed_fields, differing, field_at, get
from gui.look.translate import translated


def change_words(settings: Settings, base: Settings) -> tuple[str, ...]:
    """What was changed of a preset: ("learning rate 0.3", "surface bowl")."""
    return tuple(
        f"{_name(field)} {field.kind.describe(get(settings, field.path))}" for field in changed_fields(settings, base)
    )


def difference_words(before: Settings, after: Settings) -> tuple[str, ...]:
    """What makes another run of it: ("learning rate 0.05 → 0.01",); what is for display is left out."""
    return tuple(
        f"{_name(field)} {field.kind.describe(get(before, field.path))} → {field.kind.describe(get(after, field.path))}"
        for field in differing(after, before)
        if field.effect is not Effect.DISPLAY
    )


def edit_words(edit: Edit, settings: type[Settings]) -> str:
    """A live change: "learning rate 0.05 → 0.01"."""
    field = field_at(settings, edit.path)
    return f"{_name(field)} {field.kind.describe(edit.old)} → {field.kind.describe(edit.new)}"


def _name(field: Field) -> str:
    return " ".join(part for part in (translated(field.group), translated(field.label)) if part)
