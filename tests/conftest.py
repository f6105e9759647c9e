"""Every test runs without a screen, unless it starts a program of its own on one."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
