"""What several experiments have in common, so that a file begins with its lesson.

fields.py        settings that many have: data, hidden layers, rate, batch, what is measured
activations.py, initializers.py, optimizers.py, regularizers.py   their menus, and the constants that they take
classifier.py    a network that learns to tell classes, trained and measured in one call
landscape.py     a surface as a backdrop       walker.py, walk.py   optimizers on their way down, and their pictures
spread.py      how wide signals and gradients should be, layer by layer
walkthrough.py   a graph of numbers, node by node, forward and back
chosen_digit.py  a sample on its way through a network
plane_views.py   what a network makes of the plane
nudges.py        weights that are moved by hand while a network trains
"""
