"""Blocks of all architectures are drawn on one scale, in order, apart, and are told under the cursor."""

import math
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from core.records import Block, Blocks, Branches, Stack
from core.run.views import BlocksView, View
from gui.look.theme import Theme
from gui.panels.blocks.layout import BlockIndex, Layout
from gui.panels.blocks.panel import BlocksPanel
from tests.gui.panels.drawn import color, words

LIGHT = Theme.named("light")


def conv(size: int, channels: int, label: str = "conv 3×3") -> Block:
    return Block(label, (size, size, channels), "conv")


def dense(features: int) -> Block:
    return Block("dense", (features,), "dense")


def vgg() -> Stack:
    items: list[Block] = [Block("input", (224, 224, 3), "input")]
    for size, channels, count in ((224, 64, 2), (112, 128, 2), (56, 256, 3), (28, 512, 3), (14, 512, 3)):
        items += [conv(size, channels)] * count
        items.append(Block("max pool", (size // 2, size // 2, channels), "pool"))
    return Stack("VGG-16", (*items, dense(4096), dense(4096), dense(1000)), "138,357,544 parameters")


def lenet() -> Stack:
    return Stack("LeNet-5", (Block("input", (32, 32, 1), "input"), conv(28, 6), conv(10, 16), dense(120), dense(10)))


def inception() -> Stack:
    paths = ((conv(28, 64, "1×1"),), (conv(28, 96, "reduce"), conv(28, 128)), (conv(28, 32, "pooled"),))
    return Stack("Inception", (conv(28, 192, "in"), Branches(paths, Block("concat", (28, 28, 224), "concat"))))


def residual() -> Stack:
    block = Branches(((conv(56, 64), conv(56, 64)), ()), Block("+", (56, 56, 64), "add"))
    return Stack("ResNet", (conv(56, 64, "stem"), block, block, dense(1000)))


def panel_of(qtbot: QtBot, record: Blocks, size: tuple[int, int] = (700, 400)) -> BlocksPanel:
    panel = BlocksPanel(View("stacks", BlocksView()), LIGHT)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show_records({"": record})
    return panel


def layout_of(panel: BlocksPanel) -> Layout:
    record = panel._blocks
    assert record is not None
    return panel._layout(record)


EVERY = pytest.mark.parametrize("stack", [vgg(), lenet(), inception(), residual()], ids=lambda stack: stack.name)
SIZES = pytest.mark.parametrize("size", [(400, 250), (500, 350), (1000, 560), (800, 300), (320, 600)], ids=str)


@EVERY
@SIZES
def test_that_every_block_is_inside_and_no_front_covers_another(
    qtbot: QtBot, stack: Stack, size: tuple[int, int]
) -> None:
    panel = panel_of(qtbot, Blocks((stack,)), size)
    placed = layout_of(panel).blocks
    assert [one.index.block for one in placed] == list(range(len(stack.blocks)))
    assert all(panel.area.adjusted(-1, -1, 1, 1).contains(one.reach) for one in placed)
    assert not any(a.front.intersects(b.front) for a, b in combinations(placed, 2))


def test_that_all_stacks_have_one_scale(qtbot: QtBot) -> None:
    layout = layout_of(panel_of(qtbot, Blocks((vgg(), lenet())), (900, 500)))
    for one in layout.blocks:
        high, _, channels = one.block.volume
        assert one.front.height() == pytest.approx(max(math.sqrt(high) * layout.scale.edge, 5))
        assert one.front.width() == pytest.approx(max(math.sqrt(channels) * layout.scale.channel, 3))
    assert {one.index.stack for one in layout.blocks} == {0, 1}
    assert [number for number, _ in layout.heads] == [0, 1]


def test_that_a_long_stack_is_broken_into_lines_where_there_is_room_for_them(qtbot: QtBot) -> None:
    tall, flat = (layout_of(panel_of(qtbot, Blocks((vgg(),)), size)) for size in ((700, 560), (1000, 200)))
    assert tall.mode.way == "level"
    assert len({round(one.front.center().y()) for one in tall.blocks}) > 1
    assert len({round(one.front.center().y()) for one in flat.blocks}) == 1


def test_that_blocks_of_a_line_follow_each_other(qtbot: QtBot) -> None:
    placed = layout_of(panel_of(qtbot, Blocks((lenet(),)))).blocks
    assert all(a.front.right() < b.front.left() for a, b in pairwise(placed))
    assert len({round(one.front.center().y(), 3) for one in placed}) == 1


def test_that_paths_stand_above_each_other_and_meet_behind(qtbot: QtBot) -> None:
    layout = layout_of(panel_of(qtbot, Blocks((inception(),))))
    start, one, reduced, three, pooled, join = layout.blocks
    assert one.front.bottom() < reduced.front.top() < pooled.front.top()
    assert reduced.front.center().y() == pytest.approx(three.front.center().y())
    assert join.front.left() > three.front.right()
    ends = [wire[-1] for wire in layout.wires]
    assert ends.count(QPointF(join.front.left(), join.front.center().y())) == 3
    starts = [wire[0] for wire in layout.wires]
    assert starts.count(QPointF(start.front.right(), start.front.center().y())) == 3


def test_that_a_skip_goes_over_its_blocks_into_the_sum(qtbot: QtBot) -> None:
    layout = layout_of(panel_of(qtbot, Blocks((residual(),))))
    _, first, second, join, *_ = layout.blocks
    over = next(wire for wire in layout.wires if len(wire) == 5)
    assert min(point.y() for point in over) < min(first.reach.top(), second.reach.top())
    assert over[-1].x() == pytest.approx(join.front.center().x())
    assert over[-1].y() == pytest.approx(join.front.top())


def test_that_labels_sizes_names_and_kinds_are_drawn(qtbot: QtBot) -> None:
    drawn = words(panel_of(qtbot, Blocks((lenet(),), caption="As it is built today.")))
    assert {"LeNet-5", "conv 3×3", "28×28×6", "120", "conv", "dense", "As it is built today."} <= set(drawn)
    assert "edges: square roots of pixels and channels" in drawn


def test_that_the_chosen_block_is_outlined_and_told(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, Blocks((lenet(),), (0, 1)))
    front = layout_of(panel).blocks[1].front
    assert color(panel, front.left(), front.center().y()) == LIGHT.text
    assert "conv 3×3 · 28×28×6" in words(panel)


def test_that_choosing_moves_nothing(qtbot: QtBot) -> None:
    none, one = (layout_of(panel_of(qtbot, Blocks((vgg(),), chosen))) for chosen in (None, (0, 3)))
    assert [a.front for a in none.blocks] == [b.front for b in one.blocks]


def test_that_blocks_are_found_and_walked(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, Blocks((inception(), lenet())))
    for one in layout_of(panel).blocks:
        assert panel.block_at(one.front.center()) == one.index
    assert panel.block_at(QPointF(panel.width() - 3, 3)) is None
    last = BlockIndex(0, 5)
    assert panel.next_block(last, 1, 0) == last
    assert panel.next_block(last, -1, 0) == (0, 4)
    assert panel.next_block(last, 0, 1) == (1, 4)
    assert panel.readout(layout_of(panel).blocks[1].front.center()) == "Inception · 1×1 · 28×28×64"
