"""The worker thread that runs the experiments; the only package of the window that knows threads.

runner.py     the handle that the window holds     thread.py  the thread     player.py  what the thread does
publisher.py  the latest records                   slices.py  one slice of a run
commands.py   the messages both ways               background.py  a thread for downloads
"""
