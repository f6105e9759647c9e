"""The note of an experiment: prose that a lecturer or a translator edits, in `resources/notes/<language>/<id>.md`.

    # Optimizer paths
    Why does SGD zig-zag?

    $$ w \\leftarrow w - \\eta \\nabla f(w) $$

    ## What to look for
    - The valley is steep across and flat along.
    ## Predict
    A question that is asked before the run (`prediction.py`).
    ## Source
    Where the configuration and the numbers come from.

The first section is what to look for and the last one the source, whatever a translation calls them; others may stand
between. A language without the note falls back to English, and a missing note to the docstring of the experiment; so
does one that cannot be read, with a sentence that says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from core.experiments import catalog
from core.experiments.prediction import Prediction, is_prediction, read_prediction
from core.run.experiment import Experiment

LONGEST = 10_000  # characters: five times the longest note of the course
MOST_BRACKETS = 200  # each "[" may begin a link or a picture, and is looked for to the end of its paragraph
DEEPEST = 8  # lists within lists; the library that reads Markdown goes one call deeper for each
_TOO_DEEP = re.compile(rf"^(?: {{4}}|\t|[ \t]*(?:>|(?:[-*+]|\d+\.)[ \t])){{{DEEPEST + 1}}}", re.MULTILINE)
_SECTION = re.compile(r"^##[ \t]+.*$", re.MULTILINE)
_FORMULA = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)


@dataclass(frozen=True)
class Note:
    """Plain text: title, question, formula (LaTeX without its dollars, "" where there is none).
    Markdown: look_for and source without their headings, body with everything below the question but the prediction.
    folder: where its pictures lie; None where there is no file."""

    title: str
    question: str
    formula: str = ""
    look_for: str = ""
    source: str = ""
    body: str = ""
    prediction: Prediction | None = None
    folder: Path | None = field(default=None, compare=False)


def load_note(id: str, language: str = "en") -> Note:
    """The note of the experiment in the catalogue that has this id."""
    return note_of(catalog()[id], language)


def note_of(experiment: Experiment, language: str = "en") -> Note:
    """The note of any experiment, also of one that the catalogue does not list."""
    for folder in (language, "en"):
        file = files("resources") / "notes" / folder / f"{experiment.id}.md"
        try:
            if file.is_file():
                return replace(read_note(file.read_text(encoding="utf-8")), folder=Path(str(file)).parent)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            return _from_docstring(experiment, f"The note {folder}/{file.name} cannot be read: {reason}.")
    return _from_docstring(experiment)


def read_note(text: str) -> Note:
    """Take a note's file apart; a ValueError says what it lacks, or has too much of."""
    if len(text) > LONGEST:
        raise ValueError(f"a note has at most {LONGEST:,} characters, not {len(text):,}")
    if _TOO_DEEP.search(text):
        raise ValueError(f"lists and quotes are nested at most {DEEPEST} deep")
    if text.count("[") > MOST_BRACKETS:
        raise ValueError(f"a note has at most {MOST_BRACKETS} opening brackets, not {text.count('['):,}")
    heading, _, rest = text.strip().partition("\n")
    if not heading.startswith("# "):
        raise ValueError(f"a note begins with '# ' and its title, not with {heading!r}")
    question, _, body = rest.strip().partition("\n")
    if not question or question.startswith(("#", "$$")):
        raise ValueError(f"the note {heading[2:].strip()!r} has no question under its title")
    body, prediction = _without_prediction(body)
    formula = _FORMULA.search(body)
    sections = [section.strip() for section in _SECTION.split(body)[1:]]
    return Note(
        title=heading[2:].strip(),
        question=question.strip(),
        formula=formula.group(1).strip() if formula else "",
        look_for=sections[0] if sections else "",
        source=sections[-1] if len(sections) > 1 else "",
        body=body.strip(),
        prediction=prediction,
    )


def _without_prediction(body: str) -> tuple[str, Prediction | None]:
    """What is asked before a run must not be read beside its answer."""
    starts = (match.start() for match in _SECTION.finditer(body))
    parts = [body[start:end] for start, end in pairwise([*starts, len(body)])]
    asked = [part for part in parts if is_prediction(part)]
    if not asked:
        return body, None
    if len(asked) > 1:
        raise ValueError(f"a note asks for one prediction, not {len(asked)}")
    return body.replace(asked[0], ""), read_prediction(asked[0].partition("\n")[2])


def _from_docstring(experiment: Experiment, trouble: str = "") -> Note:
    question, _, body = experiment.doc.partition("\n")
    title = experiment.id.replace("-", " ").capitalize()
    body = body.strip()
    return Note(title, question.strip(), look_for=body, body="\n\n".join(filter(None, (body, trouble))))
