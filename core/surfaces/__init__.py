"""Functions of two numbers that an optimizer can descend.

surface.py    what a surface is                  functions.py  the named surfaces with their exact gradients
formula.py    typed formulas, never evaluated as Python
model_losses.py  the losses of models with two parameters
rates.py      for each surface the learning rates that work there
"""
