"""Where panels stand on a stage, by themselves and as the lecturer has moved them.

tree.py     an arrangement as a value: splits, shares and panels     automatic.py   the one that suits the views
layout.py   its rectangles in a stage of some size, and moving the gaps between them
"""
