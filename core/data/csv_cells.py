"""The cells of a CSV file's rows as they are read: what is kept of them, and what is wrong with the others."""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np

from core.array import Array
from core.data.csv_columns import MOST_CLASSES, MOST_TEXTS, Column
from core.data.csv_rows import HUGE, MISSING, as_number, is_missing, tidy
from core.data.errors import DataFileError
from core.text import one_line

NUMBERS, ONE_HOT, UNUSED, ANSWER = "numbers", "one-hot: ", "left out: ", "the answer"  # what became of a column
MOST_FAULTS = 3  # bad cells that one sentence names


class Cells:
    """The rows without a fault, in 4 bytes a number, and what is wrong with the others. Rows are taken one by one: a
    table as Python's own numbers and strings would take a hundred times the memory of its file."""

    def __init__(self, columns: list[str], chosen: list[int], answer: int, numbers: bool, texts: list[int]) -> None:
        self.columns, self.chosen, self.answer, self.numbers = columns, chosen, answer, numbers
        self.rows = self.bad_rows = self.faults = 0
        self.lines = array("q")  # numbers of the rows
        self.texts: dict[int, dict[str, int]] = {i: {} for i in texts}  # by column: each text and its code
        self.described: list[str] = []
        self._must_be_numbers = [i for i in (*chosen, *[answer] * numbers) if i not in self.texts]
        self._values = array("f")  # row by row: the numbers, then the codes of the texts
        self._codes = array("q")  # of the answers, in the order in which they were met
        self._answers: dict[str, int] = {}

    def take(self, number: int, cells: list[str]) -> None:
        """Keep the row, or what is wrong with it."""
        if len(cells) != len(self.columns):
            found = f"{len(cells)} cell{'s' * (len(cells) != 1)}"
            self._reject([f"row {number} has {found}, the first has {len(self.columns)}"])
            return
        values, answer = self._parsed(cells), cells[self.answer]
        if not self.numbers and answer not in self._answers:
            answer = tidy(answer)
        if values is None or (not self.numbers and answer.lower() in MISSING):
            self._reject(self._wrong(number, cells))
            return
        self.rows += 1
        self.lines.append(number)
        self._values.extend(values)
        if self.texts:
            self._values.extend(self._encoded(cells))
        if not self.numbers:
            self._codes.append(self._answers.setdefault(answer, len(self._answers)))

    def _parsed(self, cells: list[str]) -> list[float] | None:
        """The numbers in the cells that must be some; None where one is none, or a text is missing."""
        wanted = self._must_be_numbers
        try:
            found = [x for i in wanted if -HUGE <= (x := float(cells[i])) <= HUGE and "_" not in cells[i]]
        except ValueError:
            return None
        there = len(found) == len(wanted) and not any(is_missing(cells[i]) for i in self.texts)
        return found if there else None

    def _encoded(self, cells: list[str]) -> list[int]:
        """The code of the text in each column of texts; of those beyond the most that are encoded, one for all."""
        codes = []
        for i, known in self.texts.items():
            text = tidy(cells[i])
            if text not in known and len(known) <= MOST_TEXTS:
                known[text] = len(known)
            codes.append(known.get(text, MOST_TEXTS))
        return codes

    def _wrong(self, number: int, cells: list[str]) -> list[str]:
        """What is wrong with the row; in words only as far as they are told."""
        bad = [i for i in self._must_be_numbers if as_number(cells[i]) is None]
        bad += [i for i in self.texts if is_missing(cells[i])]
        if not self.numbers and is_missing(cells[self.answer]):
            bad.append(self.answer)
        described = len(self.described)
        return [
            _fault(number, self.columns[i], tidy(cells[i])) if described + n < MOST_FAULTS else ""
            for n, i in enumerate(bad)
        ]

    def _reject(self, wrong: list[str]) -> None:
        self.bad_rows += 1
        self.faults += len(wrong)
        self.described += wrong[: MOST_FAULTS - len(self.described)]

    def complaint(self) -> str:
        """The first faults, and how many there are more."""
        sentence = "; ".join(self.described)
        return f"{sentence}; and {self.more} more." if self.more else f"{sentence}."

    @property
    def more(self) -> int:
        """Faults beyond the first."""
        return self.faults - len(self.described)

    def features(self) -> tuple[tuple[str, ...], Array]:
        """Names, and x (rows, features): each chosen column, or one for each of its texts."""
        matrix, numbers = self._matrix(), [i for i in self.chosen if i not in self.texts]
        if not self.texts:
            return tuple(self.columns[i] for i in numbers), matrix[:, : len(numbers)]
        names: list[str] = []
        parts: list[Array] = []
        for i in self.chosen:
            if i not in self.texts:
                names.append(self.columns[i])
                parts.append(matrix[:, numbers.index(i)])
                continue
            codes = matrix[:, len(self._must_be_numbers) + list(self.texts).index(i)]
            for text in self.encoded(i):
                names.append(f"{self.columns[i]} = {text}")
                parts.append((codes == self.texts[i][text]).astype(np.float32))
        x = np.stack(parts, axis=1) if parts else np.zeros((self.rows, 0), np.float32)
        return tuple(names), x

    def encoded(self, i: int) -> list[str]:
        """The texts of the column that get a column each; none where there are too many."""
        texts = self.texts[i]
        return sorted(texts) if len(texts) <= MOST_TEXTS else []

    def became(self, i: int, kinds: dict[str, Column]) -> str:
        """What was done to the column, in a few words."""
        if i == self.answer:
            return ANSWER
        if i not in self.texts:
            note = kinds[self.columns[i]].note
            return UNUSED + note if note else NUMBERS
        texts = self.encoded(i)
        return ONE_HOT + ", ".join(texts) if texts else f"{UNUSED}more than {MOST_TEXTS} texts"

    def measured(self) -> Array:
        """The answers as numbers."""
        return self._matrix()[:, len(self._must_be_numbers) - 1]

    def _matrix(self) -> Array:
        width = len(self._must_be_numbers) + len(self.texts)
        return np.frombuffer(self._values, np.float32).reshape(self.rows, width)

    def classified(self, name: str) -> tuple[Array, tuple[str, ...]]:
        """Class indices and names. Where all are numbers, 2 comes before 10, and 1 and 1.0 are one class."""
        numbers = all(as_number(answer) is not None for answer in self._answers)
        meant: list[Any] = [float(answer) if numbers else answer for answer in self._answers]
        place = {one: i for i, one in enumerate(sorted(set(meant)))}
        classes = tuple(str(int(one)) if numbers and one == int(one) else str(one) for one in place)
        label = one_line(self.columns[self.answer])
        if len(classes) > MOST_CLASSES:
            raise DataFileError(
                f'{name}: the label "{label}" has {len(classes):,} different values, too many for classes (at most'
                f" {MOST_CLASSES}); choose another column."
            )
        if len(classes) < 2:
            raise DataFileError(
                f'{name}: the label "{label}" is {one_line(classes[0])} in every row; there is nothing to tell apart.'
            )
        y = np.array([place[one] for one in meant], np.int64)
        return y[np.frombuffer(self._codes, np.int64)], classes


def _fault(row: int, column: str, cell: str) -> str:
    where = f'row {row}, column "{one_line(column)}"'
    return f"{where} is missing" if cell.lower() in MISSING else f'{where}: "{one_line(cell, 20)}" is not a number'
