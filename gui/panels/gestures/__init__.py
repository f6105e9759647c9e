"""Gestures: what the mouse and the keys do in a panel, each one an edit of the settings field that the view binds.

gesture.py   the base of all, and the field that one is bound to      dispatcher.py  which gesture takes an event
choose.py    an index        point.py, points.py   in a plane         turn.py   a direction
cell.py      a number that is typed (cell_editor.py)                  number.py, line.py   a number that is dragged
drawing.py   pixels          neighbours.py   where an arrow key leads

Mouse and keyboard can do the same. A click gives a panel no focus, so that bare keys stay the transport's; Tab does,
and then the panel takes exactly the keys of its gestures until Escape. A gesture starts from the newest settings, and
emits a change that is applied to the newest ones: it never waits for a record.
"""
