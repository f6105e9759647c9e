"""A session of the walk."""

from collections.abc import Iterator

import pytest

from core.data.library import Library
from core.run.session import Session
from tests.core.run.walking import Walk, walk


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def session(library: Library) -> Iterator[Session]:
    made = Session(walk, Walk(), library)
    yield made
    made.close()
