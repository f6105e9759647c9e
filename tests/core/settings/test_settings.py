"""Settings: the only way into an experiment."""

from dataclasses import dataclass, field
from typing import Annotated, Self

import pytest

from core.settings import (
    ChoiceField,
    Display,
    Effect,
    FlagField,
    Label,
    Live,
    LogRangeField,
    ManyField,
    RangeField,
    SeededSettings,
    Settings,
    Shown,
    as_text,
    assign,
    assign_all,
    changed,
    field_at,
    fields,
    get,
    with_value,
)


@dataclass(frozen=True)
class Corrected:
    by: Annotated[float, RangeField(0.0, 1.0)] = 0.5


@dataclass(frozen=True)
class Adam:
    lr: Annotated[float, LogRangeField(1e-4, 10), Live] = 0.001
    bias: Annotated[bool, FlagField()] = True
    beta: Annotated[float, RangeField(0.0, 1.0), Shown("adam.bias", True)] = 0.9
    corrected: Corrected = Corrected()


@dataclass(frozen=True, kw_only=True)
class Example(SeededSettings):
    rate: Annotated[float, LogRangeField(1e-4, 10), Live, Label("learning rate", "how far a step goes")] = 0.05
    digit: Annotated[int, RangeField(0, 9), Display] = 0
    rules: Annotated[tuple[str, ...], ManyField("SGD", "Adam")] = ("SGD",)
    adam: Annotated[Adam, Label("Adam"), Shown("rules", "Adam")] = Adam()
    surface: Annotated[str, ChoiceField("valley", "bowl")] = "valley"
    height: Annotated[float, RangeField(0.0, 9.0)] = 1.0

    def following(self, path: str, before: Self) -> Self:
        return with_value(self, "height", {"valley": 1.0, "bowl": 2.0}[self.surface]) if path == "surface" else self


def test_that_fields_are_listed_in_order_with_nested_ones_under_dotted_paths() -> None:
    paths = [f.path for f in fields(Example)]
    assert paths == [
        *("seed", "rate", "digit", "rules", "adam.lr", "adam.bias", "adam.beta", "adam.corrected.by"),
        *("surface", "height"),
    ]


def test_that_a_field_knows_its_label_effect_default_and_group() -> None:
    rate, nested, plain = (field_at(Example, path) for path in ("rate", "adam.lr", "surface"))
    assert (rate.label, rate.help, rate.effect, rate.default) == (
        "learning rate",
        "how far a step goes",
        Effect.LIVE,
        0.05,
    )
    assert (nested.group, nested.label, nested.default) == ("Adam", "lr", 0.001)
    assert plain.effect is Effect.RESTART
    assert field_at(Example, "digit").effect is Effect.DISPLAY


def test_that_a_field_without_a_kind_is_found_when_the_settings_are_read() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Bare(Settings):
        rate: float = 0.1

    with pytest.raises(TypeError, match=r"Bare\.rate has no kind"):
        fields(Bare)


def test_that_what_is_typed_wins_over_what_another_field_brings_along_in_any_order() -> None:
    for texts in (("surface=bowl", "height=1"), ("height=1", "surface=bowl")):
        assert assign_all(Example(), texts) == Example(surface="bowl", height=1.0)


def test_that_a_wrong_assignment_among_several_is_told() -> None:
    with pytest.raises(ValueError, match="no setting 'rat'"):
        assign_all(Example(), ("surface=bowl", "rat=1"))


def test_that_a_change_gives_a_copy_and_leaves_the_original() -> None:
    base = Example()
    other = with_value(base, "adam.corrected.by", 0.25)
    assert get(other, "adam.corrected.by") == 0.25
    assert get(base, "adam.corrected.by") == 0.5
    assert other.adam.lr == base.adam.lr


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("rate=0.3", "rate", 0.3),
        ("adam.lr=3e-3", "adam.lr", 0.003),
        (" rules = Adam,SGD ", "rules", ("SGD", "Adam")),
        ("adam.bias=off", "adam.bias", False),
        ("seed=2000000000", "seed", 2_000_000_000),
    ],
)
def test_that_an_assignment_sets_one_field(text: str, path: str, value: object) -> None:
    assert get(assign(Example(), text), path) == value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("rate", "--set takes name=value, not 'rate'"),
        ("rat=1", "no setting 'rat'; there are rate"),
        ("adam.lrr=1", "no setting 'adam.lrr'; there are adam.lr"),
        ("rate=fast", "rate must be a number from 0.0001 to 10, not 'fast'"),
        ("rate=11", "rate must be a number from 0.0001 to 10, not 11"),
        ("adam.lr=nan", "adam.lr must be a number from 0.0001 to 10, not nan"),
        ("adam=1", "no setting 'adam'; there are adam.lr, adam.bias"),
        ("rules=Ada", "rules must be at least one of SGD, Adam, not Ada"),
        ("seed=-1", "seed must be a whole number from 0 to 2147483647, not -1"),
    ],
)
def test_that_a_wrong_assignment_gets_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r".*") as wrong:
        assign(Example(), text)
    assert str(wrong.value).startswith(sentence)
    assert "\n" not in str(wrong.value)


def test_that_a_field_matters_only_while_its_condition_and_its_groups_hold() -> None:
    def shown(settings: Example, path: str) -> bool:
        condition = field_at(Example, path).shown
        return condition is None or condition.holds(settings)

    without, with_adam = Example(), Example(rules=("SGD", "Adam"))
    assert shown(without, "rate")
    assert not shown(without, "adam.lr")
    assert shown(with_adam, "adam.lr")
    assert shown(with_adam, "adam.corrected.by")
    assert shown(with_adam, "adam.beta")
    assert not shown(with_value(with_adam, "adam.bias", False), "adam.beta")
    assert not shown(without, "adam.beta")  # its own condition holds, its group's does not


def test_that_one_setting_may_bring_another_along() -> None:
    assert assign(Example(), "surface=bowl").height == 2.0
    assert assign(assign(Example(), "surface=bowl"), "height=5").height == 5.0


def test_that_a_caption_tells_only_what_differs_and_matters() -> None:
    base = Example()
    assert changed(base, base) == ()
    assert changed(Example(rate=0.3, seed=7), base) == ("rate 0.3",)
    hidden = with_value(base, "adam.lr", 0.1)
    assert changed(hidden, base) == ()
    assert changed(with_value(hidden, "rules", ("SGD", "Adam")), base) == ("rules SGD,Adam", "adam.lr 0.1")


def test_that_the_text_of_all_fields_sets_them_all_again() -> None:
    odd = Example(seed=3, rate=1e-3, digit=4, rules=("Adam",), adam=Adam(0.02, False, 0.1, Corrected(0.75)), height=3.0)
    again = Example()
    for path, text in as_text(odd).items():
        again = assign(again, f"{path}={text}")
    assert again == odd


@dataclass(frozen=True, kw_only=True)
class More(Example):
    """A subclass adds its own after its parent's."""

    extra: Annotated[int, RangeField(0, 3)] = field(default=1)


def test_that_settings_can_be_extended() -> None:
    assert [f.path for f in fields(More)] == [*(f.path for f in fields(Example)), "extra"]
