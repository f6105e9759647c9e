"""Where searches run in tests that are about something else: in threads of this process, which begin at once and have
the same outcomes as the processes of the window."""

from concurrent.futures import ThreadPoolExecutor

EXECUTOR = ThreadPoolExecutor(2, "search")
