"""Every test runs without a screen, unless it starts a program of its own on one; and draws the same examples."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No deadline: a machine that is busy with something else is no defect.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
