"""Neural networks from scratch in NumPy, and the experiments that show them. Nothing here draws or knows Qt.

Imports point one way: experiments → training → run → settings | records | nn | optim | graph | data | surfaces.

    nn            what a network is: layers, losses, initializers; a Network puts all parameters on one vector
      architectures   LeNet-5 to ResNet-50 from their definitions, with shapes, parameters, multiply-adds
    optim         how it moves: SGD … AdamW on one vector, schedules of the rate, penalties and clipping
    graph         scalars and arrays that remember how they were made, walked forward and back, node by node
    data          what it learns: pen digits, UCI, MNIST, points, CSV tables, sequences; preprocessing
    surfaces      functions of two numbers to descend
    settings      what may be changed, and how
    records       what can be drawn
    run           how anything is run and watched: ticks, experiments, sessions, series
    training      the training loop, races, evaluation, probes, search, checkpoints
    experiments   one file for each question of the course: a generator of ticks with settings, presets and views

Read in this order: `nn/linear.py` (a layer is two formulas), `nn/network.py` (one vector), `optim/rules.py` (rules
in order of difficulty), `training/train.py` (the one loop), `run/tick.py` (what it says), and then any experiment.

Three rules hold everywhere. Randomness is an argument: `random.stream(seed, name)` gives independent generators. State
is visible: parameters, gradients and memories are named arrays. What leaves a run is frozen: a record owns its arrays.
"""
