"""What differs between two values of the same settings, and their text forms."""

from __future__ import annotations

from collections.abc import Iterator

from core.settings.settings import Field, Settings, fields, get, replaced


def differing(settings: object, base: object) -> tuple[Field, ...]:
    """Every field whose value differs."""
    return tuple(f for f in fields(type(settings)) if get(settings, f.path) != get(base, f.path))


def differences(settings: object, base: object) -> tuple[Field, ...]:
    """The fields that matter now and differ from a preset's. The seed is no such field: it is shown by itself."""
    return tuple(f for f in differing(settings, base) if f.path != "seed" and _matters(f, settings))


def changes_between(settings: Settings, base: Settings) -> Iterator[tuple[Field, str]]:
    """What a reader must set, one after another, to come from `base` to `settings`: each field and its value as text.

    What a field brings along when it is set (`following`) is not among them, and such a field comes first: what was
    set after it must not be taken back by it.
    """
    reached = base
    for f in sorted(fields(type(settings)), key=lambda f: not _leads(f, settings, base)):
        value = get(settings, f.path)
        if get(reached, f.path) != value:
            reached = replaced(reached, f.path, value).following(f.path, reached)
            yield f, f.kind.format(value)


def _leads(field: Field, settings: Settings, base: Settings) -> bool:
    """Whether the field, set to its new value, brings others along."""
    alone: Settings = replaced(base, field.path, get(settings, field.path))
    return alone.following(field.path, base) != alone


def changed_fields(settings: Settings, base: Settings) -> tuple[Field, ...]:
    """What was changed of a preset, as a caption lists it."""
    return tuple(f for f, _ in changes_between(settings, base) if f.path != "seed" and _matters(f, settings))


def changed(settings: Settings, base: Settings) -> tuple[str, ...]:
    """The same in text form: ("lr 0.3", "surface bowl")."""
    return tuple(f"{f.path} {f.kind.format(get(settings, f.path))}" for f in changed_fields(settings, base))


def as_text(settings: object) -> dict[str, str]:
    """Every field in its text form: what a capture's metadata holds and `assign` reads back."""
    return {f.path: f.kind.format(get(settings, f.path)) for f in fields(type(settings))}


def _matters(field: Field, settings: object) -> bool:
    return field.shown is None or field.shown.holds(settings)
