"""What the networks of the sweep and those of the remedies have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.experiments.shared import fields
from core.settings import ChoiceField, Display, Label, Live, LogRangeField, RangeField, SeededSettings, Shown

WIDTHS, SAMPLES = (2, 5, 20, 100, 500), (50, 150, 500, 1500, 5000)
SWEEP, FOUR_REMEDIES = "width × samples", "four remedies"
IN_SWEEP, IN_RACE = Shown("compare", SWEEP), Shown("compare", FOUR_REMEDIES)


@dataclass(frozen=True, kw_only=True)
class OverfittingSettings(SeededSettings):
    """What is compared, and what all of its networks have in common."""

    data: fields.Digits = fields.PEN_DIGITS
    compare: Annotated[str, ChoiceField(SWEEP, FOUR_REMEDIES)] = SWEEP
    wrong: Annotated[
        float, RangeField(0.0, 0.9, 0.05), Live, IN_SWEEP, Label("wrong labels", "the share that is drawn at random")
    ] = 0.0
    lr: Annotated[float, LogRangeField(1e-5, 10), Live, Label("learning rate", "of Adam; of SGD for the remedies")] = (
        0.003
    )
    updates: Annotated[int, RangeField(1, 10_000), Label("updates")] = 100
    every: fields.MeasureEvery = 10
    tested: fields.TestDigits = 400
    chosen: Annotated[
        int, RangeField(0, len(WIDTHS) * len(SAMPLES) - 1), Display, IN_SWEEP, Label("chosen network")
    ] = 21
