"""Settings: the only way into an experiment.

field.py     what every kind of field shares      fields.py    the kinds: numbers, choices, points, matrices …
settings.py  the settings of an experiment: their effects, their text, what differs from a preset
"""
