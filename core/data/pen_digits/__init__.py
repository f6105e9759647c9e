"""Pen digits: handwritten-looking digits that the program makes itself.

digits.py  the data set          strokes.py  how each digit is written
pen.py     from a path to pixels chance.py   random numbers for any row in any order
"""
