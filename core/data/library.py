"""The one door to data: experiments ask the library by name and never touch a file."""

import os
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

from core.data.csv_table import CsvTable, Reading, reading_table
from core.data.dataset import Dataset, Split
from core.data.errors import DataFileError, MissingData
from core.data.mnist.download import cache_folder
from core.data.mnist.files import FILES, MnistFile, MnistFolder, missing_files, places
from core.data.mnist.files import NAME as MNIST
from core.data.pen_digits.digits import NAME as PEN_DIGITS
from core.data.pen_digits.digits import pen_digits
from core.data.tables import UCI_DIGITS, table, uci_digits

DIGITS = (PEN_DIGITS, UCI_DIGITS, MNIST)
PEN_TRAIN, PEN_TEST = 10_000, 1_000


class Library:
    """Data by name, each set loaded or made once and shared by every run.

    `data_dir` is looked in first (or its folder `mnist`), then the folder of downloads. A folder with damaged files is
    passed over: what counts as MNIST is the same bytes everywhere. Nothing is downloaded here. executor: where a search
    runs its trials, such as that of a cluster; None for processes of its own.
    """

    def __init__(
        self,
        data_dir: Path | None = None,
        cache_dir: Path | None = None,
        files: Sequence[MnistFile] = FILES,
        executor: Executor | None = None,
    ) -> None:
        self.data_dir = data_dir
        self.executor = executor
        self.cache_dir = cache_dir or cache_folder()
        self._files = files
        self._mnist: dict[Path, MnistFolder] = {}
        self._read_from: Path | None = None
        self._own: tuple[object, CsvTable] | None = None

    def digits(self, name: str, train: int | None = None, test: int | None = None) -> Split:
        """The first `train` and `test` digits of a set, fewer where it has fewer; x (n, height, width, 1), y (n,).

        None means all of them, or 10,000 and 1,000 pen digits.
        Raises MissingData where MNIST is absent or its files are wrong, ValueError where the name is unknown.
        """
        if name == PEN_DIGITS:
            return pen_digits(PEN_TRAIN if train is None else train, PEN_TEST if test is None else test)
        if name not in DIGITS:
            raise ValueError(f"there are no digits called {name!r}; there are {', '.join(DIGITS)}")
        split = uci_digits() if name == UCI_DIGITS else self._open_mnist()
        return Split(
            split.train if train is None else split.train.first(train),
            split.test if test is None else split.test.first(test),
        )

    def table(self, name: str) -> Dataset:
        """One of the built-in tables: breast cancer, wine, iris, diabetes."""
        return table(name)

    def own_table(self, path: Path, label: str, without: tuple[str, ...] = ()) -> Reading[CsvTable]:
        """A CSV file by `reading_table`; the last one that was read is kept until it is saved again.

        Raises DataFileError with one sentence where it cannot be learnt from.
        """
        try:
            about = path.stat()
            asked = path, label, without, about.st_mtime_ns, about.st_size
        except (OSError, ValueError):
            return (yield from reading_table(path, label, without))  # says what is wrong
        if self._own is None or self._own[0] != asked:
            self._own = asked, (yield from reading_table(path, label, without))
        return self._own[1]

    def has(self, name: str) -> bool:
        """Whether the digits of this name can be had without a download."""
        return name != MNIST or any(not missing_files(folder, self._files) for folder in self._folders())

    @property
    def proven_dir(self) -> Path | None:
        """`data_dir`, once MNIST has been read from it: worth remembering."""
        return self.data_dir if self.data_dir is not None and self._read_from in places(self.data_dir) else None

    def _folders(self) -> tuple[Path, ...]:
        return *(() if self.data_dir is None else places(self.data_dir)), self.cache_dir

    def _open_mnist(self) -> Split:
        problems = []
        for folder in self._folders():
            if missing_files(folder, self._files):
                continue
            mnist = self._mnist.setdefault(folder, MnistFolder(folder, self._files))
            try:
                split = Split(mnist.train, mnist.test)
            except DataFileError as wrong:
                problems.append(f"in {folder}, {wrong}".removesuffix("."))
            else:
                self._read_from = folder
                return split
        raise MissingData(MNIST, "; ".join(dict.fromkeys(problems)) or self._why_missing())

    def _why_missing(self) -> str:
        if self.data_dir is None:
            return ""
        if not os.path.isdir(self.data_dir):
            return f"{self.data_dir} is not a folder"
        return f"{self.data_dir} lacks {', '.join(missing_files(self.data_dir, self._files))}"
