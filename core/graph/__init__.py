"""Values that remember how they were made, and walking their graph forward and back.

value.py       a number or an array with its inputs, its operation and its gradient
operations.py  every operation: its forward formula and its derivative, a few lines each
walk.py        the order of the nodes; one step forward or back at a time
layout.py      where each node stands in a drawing

    from core.graph import Value

    x, y = Value(3.0, "x"), Value(4.0, "y")
    z = (x + y) ** 2
    z.backward()
    x.grad                                    # 14.0 = 2 (x + y)

This is how backpropagation is explained. The layers of `core.nn` do the same with whole matrices and hand-written
backward passes, because a node for every number would be a thousand times slower; a test compares the two.
"""

from core.graph.layout import places
from core.graph.value import Value
from core.graph.walk import backward, forward, order

__all__ = ["Value", "backward", "forward", "order", "places"]
