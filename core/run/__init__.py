"""How anything is run and watched.

tick.py        what an experiment yields after every update
experiment.py  an experiment as a value: settings, presets, views, and the generator
settings.py    the only way in; kinds.py says what a field may be
session.py     one run: settings, edits, and the series it has left behind (series.py)
race.py        several runs in lockstep
search.py      many runs with other settings, in other processes
checkpoint.py  a run saved in a file, to go on later
records.py     what a view returns: frozen, drawable values (plane.py, diagram.py)
expected.py    what the textbook says, beside what was measured
"""
