"""The base of all settings, what a field is, and how a field is changed: always by a new value."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, is_dataclass, replace
from dataclasses import fields as dataclass_fields
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, Self, TypeVar, get_args, get_origin, get_type_hints

from core.settings.field import FieldKind
from core.settings.scalars import RangeField
from core.text import quoted


class Effect(enum.Enum):
    """What a change of the field does to a run."""

    RESTART = "restart"
    LIVE = "live"
    DISPLAY = "display"


Live = Effect.LIVE
Display = Effect.DISPLAY


@dataclass(frozen=True)
class Label:
    """The name a reader sees, and a sentence that helps; without it the field's own name is shown."""

    text: str
    help: str = ""


@dataclass(frozen=True, init=False)
class Shown:
    """The field matters only while another field (full path) has, or for a ManyField contains, one of these values."""

    path: str
    values: tuple[object, ...]
    outer: Shown | None

    def __init__(self, path: str, *values: object, outer: Shown | None = None) -> None:
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "outer", outer)

    def holds(self, settings: object) -> bool:
        """Also the condition of the group it is in must hold."""
        if self.outer is not None and not self.outer.holds(settings):
            return False
        value = get(settings, self.path)
        return any(v in value for v in self.values) if isinstance(value, tuple) else value in self.values


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Base of every experiment's settings."""

    def following(self, path: str, before: Self) -> Self:
        """What else changes when a reader gives the field at `path` another value: a surface brings its start along.

        before: the settings until then, by which what a reader has set can be told from what was brought along.
        """
        return self


@dataclass(frozen=True, kw_only=True)
class SeededSettings(Settings):
    """Base of the settings of an experiment with random numbers: all of them follow from the seed."""

    seed: Annotated[int, RangeField(0, 2**31 - 1)] = 0


S = TypeVar("S", bound=Settings)


@dataclass(frozen=True)
class Field:
    """One setting as the window and the command line see it. `group` is the label of the nested settings it is in."""

    path: str
    kind: FieldKind
    effect: Effect
    default: Any
    label: str
    help: str = ""
    group: str = ""
    shown: Shown | None = None

    @property
    def name(self) -> str:
        """The label, with the group it is in: "SGD learning rate"."""
        return f"{self.group} {self.label}".strip()


def fields(settings_type: type) -> tuple[Field, ...]:
    """Every field in the order of definition, the seed first, nested ones under dotted paths."""
    return _fields(settings_type)


@cache
def _fields(settings_type: type) -> tuple[Field, ...]:
    return tuple(_walk(settings_type(), "", "", None))


def _walk(settings: Any, prefix: str, group: str, outer: Shown | None) -> Iterator[Field]:
    hints = get_type_hints(type(settings), include_extras=True)
    for item in dataclass_fields(settings):
        value = getattr(settings, item.name)
        hint = hints[item.name]
        notes = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
        label = next((n for n in notes if isinstance(n, Label)), Label(item.name.replace("_", " ")))
        shown = next((Shown(n.path, *n.values, outer=outer) for n in notes if isinstance(n, Shown)), outer)
        if is_dataclass(value):
            yield from _walk(value, f"{prefix}{item.name}.", label.text, shown)
            continue
        kind = next((n for n in notes if isinstance(n, FieldKind)), None)
        if kind is None:
            raise TypeError(
                f"{type(settings).__name__}.{item.name} has no kind: annotate it with a RangeField, a ChoiceField …"
            )
        effect = next((n for n in notes if isinstance(n, Effect)), Effect.RESTART)
        yield Field(prefix + item.name, kind, effect, value, label.text, label.help, group, shown)


def field_at(settings_type: type, path: str) -> Field:
    """The field of that path; a ValueError names the nearest ones where there is none."""
    known = {field.path: field for field in fields(settings_type)}
    if path not in known:
        if path == "seed":
            raise ValueError("there is no setting 'seed': nothing in this experiment is random")
        near = get_close_matches(path, known, n=3) or list(known)
        raise ValueError(f"no setting {quoted(path)}" + (f"; there are {', '.join(near)}" if known else ""))
    return known[path]


def get(settings: object, path: str) -> Any:
    """The value at a dotted path."""
    for name in path.split("."):
        settings = getattr(settings, name)
    return settings


def with_value(settings: S, path: str, value: Any) -> S:
    """A copy with one field changed, and what that brings along. The one place where a new value is checked:
    ValueError says what is wrong and what is allowed."""
    field = field_at(type(settings), path)
    try:
        field.kind.bound(settings).check(value)
    except ValueError as wrong:
        raise ValueError(f"{path} {wrong}") from None
    if get(settings, path) == value:
        return settings
    changed: S = replaced(settings, path, value)
    return changed.following(path, settings)


def replaced(settings: Any, path: str, value: Any) -> Any:
    """A copy with one field changed, unchecked."""
    name, _, rest = path.partition(".")
    return replace(settings, **{name: replaced(getattr(settings, name), rest, value) if rest else value})


def assign(settings: S, text: str) -> S:
    """Apply a `name=value` as it is typed after --set."""
    path, equals, value = text.partition("=")
    if not equals:
        raise ValueError(f"--set takes name=value, not {quoted(text)}")
    field = field_at(type(settings), path.strip())
    try:
        parsed = field.kind.bound(settings).read(value)
    except ValueError as wrong:
        raise ValueError(f"{field.path} {wrong}") from None
    return with_value(settings, field.path, parsed)


def assign_all(settings: S, texts: Sequence[str]) -> S:
    """Apply them all, several times over: what is typed wins over what another brings along, and a name may stand
    before the setting that offers it. What is wrong is said at the last time."""
    for text in (*texts,) * len(texts):
        with suppress(ValueError):
            settings = assign(settings, text)
    for text in texts:
        settings = assign(settings, text)
    return settings
