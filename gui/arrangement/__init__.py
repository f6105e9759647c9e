"""Where panels stand on a stage, by themselves and as the lecturer has moved them.

tree.py       an arrangement as a value: splits, shares, panels     automatic.py    the one that suits the views
layout.py     its rectangles in a stage of some size; moving a gap  drop.py         where a dragged panel would go
arranger.py   lets the lecturer move all this, by gap_handle.py and title_grip.py
"""
