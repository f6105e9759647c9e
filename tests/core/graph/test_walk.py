"""The order of the nodes, the walks step by step, and where a drawing puts them."""

import numpy as np

from core.graph.layout import places
from core.graph.value import Value
from core.graph.walk import backward, forward, order


def diamond() -> tuple[Value, Value, Value, Value]:
    """x feeds two branches that meet again."""
    x = Value(2.0, "x")
    left, right = (x * 3).named("left"), (x + 1).named("right")
    return x, left, right, (left * right).named("end")


def test_that_every_node_comes_once_and_after_what_it_is_made_from() -> None:
    *_, end = diamond()
    nodes = order(end)
    assert len(nodes) == len(set(nodes)) == 6
    assert all(nodes.index(x) < nodes.index(node) for node in nodes for x in node.inputs)
    assert nodes[-1] is end


def test_that_a_deep_graph_needs_no_deep_recursion() -> None:
    x = y = Value(1.0)
    for _ in range(5000):
        y = y + 0.0
    y.backward()
    assert x.grad == 1.0


def test_that_a_forward_walk_computes_from_the_inputs_as_they_are_now() -> None:
    x, left, right, end = diamond()
    x.data = x.data * 0 + 5.0
    assert list(forward(end)) == [left, right, end]
    assert end.data == 15 * 6


def test_that_a_node_has_its_whole_gradient_when_its_turn_comes() -> None:
    x, left, right, end = diamond()
    walk = backward(end)
    assert next(walk) is end
    assert float(end.grad) == 1
    assert end.sent == ()
    assert next(walk) is end
    assert [float(v.grad) for v in (left, right, x)] == [3, 6, 0]
    assert {next(walk), next(walk)} == {left, right}
    assert x.grad == 3 * 3 + 6 * 1
    assert next(walk, None) is None


def test_that_what_a_value_gets_is_the_sum_of_what_its_users_sent() -> None:
    x, left, right, end = diamond()
    end.backward()
    assert x.grad == left.sent[0] + right.sent[0]


def test_that_inputs_stand_left_of_all_and_every_node_behind_what_it_is_made_from() -> None:
    *_, end = diamond()
    at = places(end)
    assert len(set(at.values())) == len(at)
    for node, (column, _) in at.items():
        assert column == 0 if node.operation is None else all(at[x][0] < column for x in node.inputs)


def test_that_the_main_line_runs_straight_where_an_input_joins_it() -> None:
    price, number, tax = Value(100.0), Value(2.0), Value(1.1)
    subtotal = price * number
    total = subtotal * tax
    at = places(total)
    assert at[total][1] == at[subtotal][1] == 0.5
    assert at[tax] == (0, 2)


def test_that_a_layer_takes_the_gradient_that_comes_from_behind() -> None:
    x = Value([1.0, 2.0], "x")
    for _ in backward(x * 3.0, np.array([10.0, -1.0])):
        pass
    assert x.grad.tolist() == [30, -3]
