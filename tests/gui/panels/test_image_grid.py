"""Pictures are sharp, as large as they can be, and every one is inside the panel."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from core.records import ImageGrid
from core.run.views import ImageGridView, View
from gui.look.theme import Theme
from gui.panels.images.panel import ImageGridPanel
from gui.panels.images.tiling import Block, Group, Labels, pack
from gui.plotting.colors import color_at
from gui.plotting.pixels import enlarged, image_of, words_of
from tests.gui.panels.drawn import image, texts, words

LIGHT = Theme.named("light")
LABELS = Labels(22, 44)
GROUPS = st.lists(
    st.builds(
        Group,
        images=st.integers(1, 40),
        height=st.integers(1, 30),
        width=st.integers(1, 30),
        above=st.floats(0, 120),
        beside=st.floats(0, 80),
        captions=st.sampled_from([0.0, 16.0]),
    ),
    min_size=1,
    max_size=5,
).map(tuple)


def panel_of(qtbot: QtBot, grid: ImageGrid, size: tuple[int, int] = (500, 350)) -> ImageGridPanel:
    panel = ImageGridPanel(View("filters", ImageGridView()), LIGHT)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show_records({"": grid})
    return panel


def boxes(group: Group, block: Block) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of every picture."""
    across, down = block.cell[0] + block.gap[0], block.cell[1] + block.gap[1]
    corners = [(block.x + i % block.columns * across, block.y + i // block.columns * down) for i in range(group.images)]
    return [(x, y, x + block.cell[0] + 2, y + block.cell[1] + 2) for x, y in corners]


@given(GROUPS, st.sampled_from([(476, 304), (876, 654), (1576, 854), (300, 700)]))
@settings(max_examples=30, deadline=None)
def test_that_pictures_lie_inside_and_never_on_each_other(groups: tuple[Group, ...], size: tuple[int, int]) -> None:
    blocks = pack(groups, *size, LABELS)
    placed = [box for group, block in zip(groups, blocks, strict=True) for box in boxes(group, block)]
    if all(box[2] <= size[0] and box[3] <= size[1] for box in placed):
        for i, a in enumerate(placed):
            for b in placed[i + 1 :]:
                assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
    else:  # only where not even the smallest fit
        assert max(max(block.cell) for block in blocks) <= 4


def test_that_pictures_take_the_room_that_there_is() -> None:
    groups = (Group(1, 28, 28), Group(30, 24, 24), Group(30, 24, 24), Group(30, 12, 12))
    for size in ((476, 304), (876, 654), (1576, 854)):
        placed = pack(groups, *size, LABELS)
        width, height = max(block.right for block in placed), max(block.bottom for block in placed)
        assert width > 0.85 * size[0] or height > 0.85 * size[1]


def test_that_maps_of_half_the_size_are_drawn_as_large() -> None:
    groups = (Group(1, 28, 28), Group(30, 24, 24), Group(30, 12, 12))
    _, convolution, pooling = pack(groups, 1576, 806, LABELS)
    assert convolution.cell == pooling.cell
    assert convolution.columns == pooling.columns


def test_that_a_larger_panel_never_has_smaller_pictures() -> None:
    groups = (Group(2, 20, 20, 40, 60), Group(8, 20, 20, 40, 60), Group(1, 20, 20, 40, 60))
    sizes = [pack(groups, 400 * s, 250 * s, LABELS)[0].cell[0] for s in (1, 1.5, 2, 3, 4)]
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]


def test_that_enlarging_repeats_pixels() -> None:
    small = np.array([[0xFF000000, 0xFF0000FF], [0xFF00FF00, 0xFFFF0000]], dtype=np.uint32)
    large = words_of(enlarged(image_of(small), 6, 4))
    assert (large == small.repeat(2, axis=0).repeat(3, axis=1)).all()


def test_that_the_pixel_under_the_cursor_has_the_color_of_the_value_it_tells(qtbot: QtBot) -> None:
    values = np.random.default_rng(0).normal(size=(12, 5, 5))
    panel = panel_of(qtbot, ImageGrid(("filters",), (values,), ((-2.0, 2.0),), scale="signed"))
    picture, found = image(panel), 0
    for x, y in itertools.product(range(20, 480, 23), range(70, 300, 31)):
        told = panel.readout(QPointF(x + 0.5, y + 0.5))
        if told:
            index, i, j = (int(word) for word in told.rpartition(":")[0].replace(",", "").split() if word.isdigit())
            expected = color_at(float(values[index - 1, i - 1, j - 1]), (-2, 2), "signed", LIGHT).name()
            assert picture.pixelColor(x, y).name() == expected
            found += 1
    assert found > 50


def test_that_shared_limits_are_told_by_one_bar(qtbot: QtBot) -> None:
    images = np.zeros((3, 4, 4))
    shared = panel_of(qtbot, ImageGrid(("before", "now"), (images, images), ((-1.5, 1.5), (-1.5, 1.5)), "signed"))
    assert {"before", "now", "−1.5", "1.5"} <= set(words(shared))
    own = words(panel_of(qtbot, ImageGrid(("input", "maps"), (images, images), ((0, 1), (-2.5, 2.5)))))
    assert any("0 … 1" in text for text in own)
    assert any("± 2.5" in text for text in own)


def test_that_a_picture_is_named_by_what_it_is_and_counted_from_1(qtbot: QtBot) -> None:
    images, limits = np.zeros((3, 4, 4)), ((0.0, 1.0),) * 2
    grid = ImageGrid(("input", "now: moved by 5 %"), (images[:1], images), limits, selected=(1, 2), noun="filter")
    panel = panel_of(qtbot, grid)
    assert panel.ensure_drawn()
    read = {place: panel.read(box.center()) for place, box in panel._boxes().items()}
    titles = {place: one.title for place, one in read.items() if one is not None}
    assert titles[0, 0] == "input"
    assert [titles[1, j] for j in range(3)] == [f"filter {j + 1} · now: moved by 5 %" for j in range(3)]
    assert grid.describe().endswith("chosen: filter 3 of now: moved by 5 %")
    assert dict(panel.columns())["now: moved by 5 % filter"][-1] == 3


@pytest.mark.parametrize("size", [(523, 256), (523, 230), (428, 201), (380, 260)])
def test_that_in_a_low_panel_every_group_still_has_its_name(qtbot: QtBot, size: tuple[int, int]) -> None:
    names = ("input", "convolution", "ReLU", "pooling")
    images = tuple(np.zeros((count, side, side)) for count, side in ((1, 28), (30, 24), (30, 24), (30, 12)))
    grid = ImageGrid(names, images, ((0, 1), (-1.25, 1.25), (0, 1.25), (0, 1.25)), summary="test digit 7 is a 3")
    panel = panel_of(qtbot, grid, size)
    labels = [one for one in texts(panel) if one.text.split(" ")[0] in names]
    assert [one.text.split(" ")[0] for one in labels] == list(names)
    for one, block in zip(labels, panel._blocks, strict=True):
        assert one.y < panel.area.top() + block.y + 1  # above its pictures


def test_that_a_panel_of_a_few_lines_shows_the_pictures_alone(qtbot: QtBot) -> None:
    images = np.zeros((30, 24, 24))
    panel = panel_of(qtbot, ImageGrid(("before", "now"), (images, images), ((0, 1), (0, 1))), (200, 90))
    assert not {"before", "now"} & set(words(panel))
    assert all(block.bottom <= panel.area.height() for block in panel._blocks)


def test_that_captions_stand_below_their_pictures(qtbot: QtBot) -> None:
    captions = (("4 as 9", "7 as 1", "3 as 5"),)
    panel = panel_of(
        qtbot, ImageGrid(("mistakes",), (np.zeros((3, 28, 28)),), ((0, 1),), captions=captions, summary="3")
    )
    assert {"mistakes", *captions[0], "3"} <= set(words(panel))


@pytest.mark.parametrize("scale", ImageGrid.SCALES)
@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 200, 300), (200, 3, 9), (3, 1, 40)], ids=str)
def test_that_any_shape_and_scale_is_drawn(qtbot: QtBot, shape: tuple[int, int, int], scale: str) -> None:
    grid = ImageGrid(("maps",), (np.random.default_rng(0).random(shape),), ((0.0, 1.0),), scale)
    for size in ((160, 120), (900, 700)):
        panel = panel_of(qtbot, grid, size)
        picture = QImage(panel.grab().toImage())
        assert len({picture.pixel(x, y) for x in range(0, size[0], 3) for y in range(40, size[1], 3)}) > 1


def test_that_an_empty_group_is_left_out(qtbot: QtBot) -> None:
    nothing = ImageGrid(("none", "some"), (np.zeros((0, 5, 5)), np.zeros((2, 5, 5))), ((0, 1), (0, 1)))
    drawn = words(panel_of(qtbot, nothing))
    assert "some" in drawn
    assert "none" not in drawn


def test_that_colour_pictures_have_the_colours_that_they_are_given(qtbot: QtBot) -> None:
    bytes_ = np.zeros((2, 2, 2, 3), dtype=np.uint8)
    bytes_[0, ..., 0], bytes_[1, ..., 2] = 255, 255
    for images in (bytes_, bytes_ / 255):
        panel = panel_of(qtbot, ImageGrid(("photographs",), (images,), ((0.0, 1.0),)))
        drawn = image(panel)
        seen = {drawn.pixelColor(x, y).name() for x in range(0, 500, 5) for y in range(60, 350, 5)}
        assert {"#ff0000", "#0000ff"} <= seen
        told = {panel.readout(QPointF(x, y)) for x in range(0, 500, 9) for y in range(0, 350, 9)}
        assert any(text.startswith("picture 2 · photographs · row 1, column 1: 0, 0, ") for text in told)
        assert "0 … 1" not in " ".join(words(panel))


def test_that_the_chosen_picture_is_framed_and_pictures_are_found(qtbot: QtBot) -> None:
    images = np.zeros((3, 4, 4))
    grid = ImageGrid(("first", "second"), (images, images), ((0.0, 1.0), (0.0, 1.0)), selected=(1, 2))
    panel = panel_of(qtbot, grid)
    found = {panel.image_at(QPointF(x, y)) for x in range(0, 500, 4) for y in range(0, 350, 4)}
    assert found == {None, *((i, j) for i in range(2) for j in range(3))}
    framed = _where(panel, LIGHT.accent)
    assert framed
    assert {panel.image_at(QPointF(x, y)) for x, y in framed} <= {(1, 2), None}
    assert (1, 2) in {panel.image_at(QPointF(x, y)) for x, y in framed}


def _where(panel: ImageGridPanel, name: str) -> list[tuple[int, int]]:
    drawn = image(panel)
    return [(x, y) for x in range(500) for y in range(350) if drawn.pixelColor(x, y).name() == name]
