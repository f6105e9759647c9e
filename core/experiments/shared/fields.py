"""Settings that many experiments have, with one range, one label and one spelling: `batch: BatchSize = 100`."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from core.data.library import DIGITS
from core.experiments.shared.activations import ACTIVATIONS
from core.settings import ChoiceField, IntsField, Label, Live, LogRangeField, RangeField

PEN_DIGITS = DIGITS[0]
MEASURE_EVERY = 50  # steps between two measurements of the accuracy
TESTED = 1000  # test samples that it is measured on

Digits: TypeAlias = Annotated[str, ChoiceField(*DIGITS)]
ActivationName: TypeAlias = Annotated[str, ChoiceField(*ACTIVATIONS)]
HiddenLayers: TypeAlias = Annotated[tuple[int, ...], IntsField(1, 1024, at_least=1), Label("hidden layers")]
LearningRate: TypeAlias = Annotated[float, LogRangeField(1e-5, 10), Live, Label("learning rate")]
Momentum: TypeAlias = Annotated[float, RangeField(0.0, 0.999)]
BatchSize: TypeAlias = Annotated[int, RangeField(1, 1000), Label("batch size")]
MeasureEvery: TypeAlias = Annotated[int, RangeField(1, 10_000), Label("measure accuracy every", "in steps")]
TestDigits: TypeAlias = Annotated[int, RangeField(1, 10_000), Label("test digits", "that the accuracy is measured on")]
