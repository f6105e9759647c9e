"""The window. It imports core, core never imports it; `worker` is the only package here that knows threads.

app.py        starting Qt                   window.py   the window: keys, theme, what it remembers (state.py)
parts.py      the widgets and their places  lecture.py  what is going on: connects the parts with the worker
stage.py      the panels of an experiment    arrangement/   where they stand
header.py     the question and the buttons (transport.py, speed.py)      banner.py, status.py   what is to be said
worker/       the training thread           panels/     one file or folder for each kind of view
plotting/     what panels with axes use     settings/   the form on the right, made from the settings type
gallery/      the list on the left          notes/      the note, and expected values beside measured ones
capture/      pictures for slides           look/       every colour, typeface, pen and icon
"""
