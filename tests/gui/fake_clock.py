"""A clock that stands still until a test advances it: what is spread in time is tested without waiting."""


class FakeClock:
    """Called like `perf_counter`: seconds since it was made."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds
