"""The window. It imports core, core never imports it; `runner` is the only file here that knows threads.

app.py        starting Qt                   window.py   the window: keys, theme, what it remembers
parts.py      the widgets and their places  lecture.py  what is going on: connects the parts with the worker
runner.py     the worker thread             player.py   what the thread does (slices.py, publisher.py)
stage.py      the panels of an experiment   panels/     one file for each kind of record (arrange.py gives them room)
transport.py  the buttons above             gallery.py  the list on the left (thumbnails.py)
settings_form.py, fields/    the form on the right, made from the settings type
notes.py, expected_table.py  the note beneath, and the textbook's numbers beside the measured ones
capture.py, caption.py       pictures for slides
theme.py      every colour, typeface and pen
"""
