"""Which table is learnt from, and what is done to it: settings that follow the columns of the chosen file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Self

from core.data.csv_columns import Column, columns_of, likely_answer
from core.data.errors import DataFileError
from core.settings import ChoiceField, ChoiceFromField, FileField, Label, ManyFromField, SeededSettings, Shown

BUILT_IN = {"breast cancer": 2, "wine": 3, "iris": 3}  # and their classes
OWN = "my own CSV"
EXAMPLE = Path(str(files("resources") / "data" / "fruit.csv"))  # what stands for a file until one is chosen
TWO, SEVERAL = "two classes", "several classes"
RAW, STANDARDIZED = "raw", "standardized"
OF_OWN = Shown("data", OWN)


def path_of(file: str) -> Path:
    """The file, or the example where there is none."""
    return Path(file) if file else EXAMPLE


def columns(file: str) -> tuple[Column, ...]:
    """Those of the file; nothing where it cannot be read."""
    try:
        return columns_of(path_of(file))
    except DataFileError:
        return ()


def likely_target(file: str) -> str:
    """The column that looks most like the answer."""
    there = columns(file)
    return likely_answer(there).name if there else ""


def likely_task(data: str, file: str, target: str) -> str:
    """Two classes, where the answer has two values."""
    values = {column.name: column.values for column in columns(file)}.get(target, 2)
    return TWO if (values if data == OWN else BUILT_IN[data]) == 2 else SEVERAL


def targets(settings: TableSource) -> tuple[str, ...]:
    """What the menu of the target offers: the columns of the file, those first that could be classes."""
    there = columns(settings.file) if settings.data == OWN else ()
    return tuple(column.name for column in sorted(there, key=lambda column: not column.could_be_classes))


def features(settings: TableSource) -> tuple[str, ...]:
    """What can be left out: every column that would be learnt from."""
    there = columns(settings.file) if settings.data == OWN else ()
    return tuple(column.name for column in there if column.kind != "unused" and column.name != settings.target)


@dataclass(frozen=True, kw_only=True)
class TableSource(SeededSettings):
    """A built-in table, or a file with the column that is the answer and the columns that are not learnt from."""

    data: Annotated[str, ChoiceField(*BUILT_IN, OWN)] = "breast cancer"
    file: Annotated[
        str, FileField((".csv",), columns_of), OF_OWN, Label("CSV file", "or drop one on the window; none: an example")
    ] = ""
    target: Annotated[str, ChoiceFromField(targets), OF_OWN, Label("target column", "what is to be told")] = ""
    leave_out: Annotated[
        tuple[str, ...], ManyFromField(features), OF_OWN, Label("leave out", "columns that are not learnt from")
    ] = ()
    task: Annotated[str, ChoiceField(TWO, SEVERAL), Label("task", "one sigmoid output, or softmax")] = TWO
    scaling: Annotated[str, ChoiceField(RAW, STANDARDIZED), Label("preprocessing")] = STANDARDIZED

    def following(self, path: str, before: Self) -> Self:
        """A file brings its likeliest target along, and a target its task."""
        if path not in ("data", "file", "target"):
            return self
        data = OWN if path == "file" and self.file else self.data
        target = self.target if path == "target" else likely_target(self.file) if data == OWN else ""
        changed = replace(self, data=data, target=target, task=likely_task(data, self.file, target))
        there = features(changed)
        return replace(changed, leave_out=tuple(name for name in there if name in self.leave_out))
