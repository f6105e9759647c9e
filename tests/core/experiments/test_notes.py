"""Notes are read from Markdown; a missing one falls back to the docstring."""

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from core.experiments import catalog, notes
from core.experiments.notes import load_note, note_of, read_note

TEXT = r"""
# Optimizer paths
Why does SGD zig-zag?

Some words first.

$$ w \leftarrow
   w - \eta g $$

## 观察什么
- One $x^2$.

## Conventions
Momentum is fixed.

## 来源
A book.
"""


def test_that_a_note_is_taken_apart_whatever_its_language_calls_the_parts() -> None:
    note = read_note(TEXT)
    assert (note.title, note.question) == ("Optimizer paths", "Why does SGD zig-zag?")
    assert " ".join(note.formula.split()) == r"w \leftarrow w - \eta g"
    assert note.look_for == "- One $x^2$."
    assert note.source == "A book."
    assert note.body.startswith("Some words first.")
    assert note.body.endswith("A book.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "begins with '# ' and its title"),
        ("Title\nWhy?", "begins with '# ' and its title, not with 'Title'"),
        ("# Title", "'Title' has no question"),
        ("# Title\n\n## What to look for\n- x", "'Title' has no question"),
        ("# Title\n$$ x $$", "'Title' has no question"),
    ],
)
def test_that_a_note_without_title_or_question_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_note(text)


def test_that_a_note_may_have_a_question_alone() -> None:
    note = read_note("# Title\nWhy?\n")
    assert (note.formula, note.look_for, note.source, note.body) == ("", "", "", "")


def test_that_a_missing_note_falls_back_to_the_docstring() -> None:
    unknown = replace(catalog()["optimizer-paths"], id="not-written-yet")
    note = note_of(unknown)
    assert note.title == "Not written yet"
    assert note.question == unknown.doc.partition("\n")[0]
    assert note.question.endswith("?")


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"No heading\nWhy?", "cannot be read: a note begins with '# ' and its title"),
        (b"# Title", "'Title' has no question"),
        (b"# Umlaut \xe4\nWhy?", "cannot be read: 'utf-8' codec"),
        (b"# T\nWhy?\n" + b"- " * 3000 + b"deep", "cannot be read: lists and quotes are nested at most 8 deep"),
        (b"# T\nWhy?\n" + b"> 1. " * 9 + b"deep", "cannot be read: lists and quotes are nested at most 8 deep"),
        (b"# T\nWhy?\n" + b"[" * 9000, "cannot be read: a note has at most 200 opening brackets, not 9,000"),
        (b"# T\nWhy?\n" + b"x" * 20_000, "cannot be read: a note has at most 10,000 characters, not 20,009"),
    ],
)
def test_that_a_malformed_note_falls_back_to_the_docstring_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, wrong: str
) -> None:
    file = tmp_path / "notes" / "xx" / "optimizer-paths.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    monkeypatch.setattr(notes, "files", lambda _: tmp_path)
    note = load_note("optimizer-paths", "xx")
    assert note.title == "Optimizer paths"
    assert note.question == "Why does SGD zig-zag?"
    assert note.body.startswith(note.look_for)
    assert "xx/optimizer-paths.md" in note.body
    assert wrong in note.body


def test_that_a_note_on_a_broken_disk_falls_back_to_the_docstring_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "notes" / "xx" / "optimizer-paths.md"
    file.parent.mkdir(parents=True)
    file.write_text(TEXT)

    def broken(*_: object, **__: object) -> str:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(notes, "files", lambda _: tmp_path)
    monkeypatch.setattr(Path, "read_text", broken)
    note = load_note("optimizer-paths", "xx")
    assert note.body.endswith("The note xx/optimizer-paths.md cannot be read: Input/output error.")


def test_that_a_note_knows_where_its_pictures_lie() -> None:
    folder = load_note("optimizer-paths").folder
    assert folder is not None
    assert (folder / "optimizer-paths.md").is_file()


def test_that_a_language_without_the_note_falls_back_to_english() -> None:
    assert load_note("optimizer-paths", "xx") == load_note("optimizer-paths", "en")


def test_that_a_note_of_no_experiment_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_note("no-such-experiment")
