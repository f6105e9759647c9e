"""Predict, then reveal: the question of a note before its run, the hands that are counted, and the curve that is drawn.

asking.py   whether the question comes first    curtain.py  the question in place of the stage
poll.py     what has been answered              sketch.py   axes on which a curve is drawn
result.py   the answers, beside the run that has decided
"""
