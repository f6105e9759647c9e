"""The two ways in which data fails: it is absent (`MissingData`), or its file is wrong (`DataFileError`)."""

WHAT_TO_DO = "download it in the window, or pass --data-dir with the folder that holds it"


class DataFileError(ValueError):
    """One sentence that names the file and what is wrong with it."""


class MissingData(Exception):  # noqa: N818 (a state of the computer, not a fault)
    """Data called `name` is absent; the message says what to do, and why if a reason is known."""

    def __init__(self, name: str, reason: str = "") -> None:
        self.name = name
        self.reason = reason
        why = f" ({reason})" if reason else ""
        super().__init__(f"{name} is not on this computer{why}: {WHAT_TO_DO}.")
