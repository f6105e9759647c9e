"""For every kind of layer a strategy: a description with any arguments it takes, and the shape of a sample for it."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from core import nn
from core.random import stream
from tests.contracts.layer_cases import Case

Draw = st.DrawFn
few = st.integers(1, 3)
some = st.integers(1, 5)
places = st.lists(few, min_size=0, max_size=2).map(tuple)  # axes between the samples and the features


def described(kind: type[nn.Layer], make: Callable[[], nn.Layer], shape: tuple[int, ...], **more: object) -> Case:
    return Case(kind.__name__, make, shape, **more)  # type: ignore[arg-type]


def of_any_shape(kind: type[nn.Layer], **arguments: st.SearchStrategy[float]) -> st.SearchStrategy[Case]:
    """Layers that work on each number, or along the last axis."""

    @st.composite
    def drawn(draw: Draw) -> Case:
        given = {name: draw(values) for name, values in arguments.items()}
        return described(kind, lambda: kind(**given), (*draw(places), draw(some)))

    return drawn()


@st.composite
def linear(draw: Draw) -> Case:
    n_in, n_out, bias = draw(some), draw(some), draw(st.booleans())
    return described(nn.Linear, lambda: nn.Linear(n_in, n_out, bias), (*draw(places), n_in))


@st.composite
def normalizing(draw: Draw, kind: type[nn.Normalization]) -> Case:
    features = draw(st.integers(2, 5))
    return described(kind, lambda: kind(features), (*draw(places), features), random=kind is nn.BatchNorm)


@st.composite
def group_norm(draw: Draw) -> Case:
    groups, width = draw(few), draw(few)
    shape = (draw(st.integers(2, 4)), groups * width)  # of one number alone a variance is 0
    return described(nn.GroupNorm, lambda: nn.GroupNorm(groups, groups * width), shape)


@st.composite
def dropout(draw: Draw) -> Case:
    p, inverted = draw(st.floats(0, 0.9)), draw(st.booleans())
    make = lambda: nn.Dropout(p, stream(0, "dropout"), inverted)  # noqa: E731
    return described(nn.Dropout, make, (*draw(places), draw(some)), random=True)


@st.composite
def response(draw: Draw) -> Case:
    size, alpha = draw(some), draw(st.floats(0, 1))
    return described(
        nn.LocalResponseNorm, lambda: nn.LocalResponseNorm(size, alpha), (draw(few), draw(few), draw(some))
    )


@st.composite
def convolution(draw: Draw) -> Case:
    size, stride, dilation, groups = draw(few), draw(few), draw(few), draw(few)
    padding: int | str = draw(st.integers(0, 2) | st.just("same") if stride == 1 else st.integers(0, 2))
    c_in, c_out, bias = groups * draw(few), groups * draw(few), draw(st.booleans())
    least = 1 if isinstance(padding, str) else max(1, dilation * (size - 1) + 1 - 2 * padding)
    shape = draw(st.integers(least, least + 4)), draw(st.integers(least, least + 4)), c_in
    make = lambda: nn.Conv2d(c_in, c_out, size, stride, padding, bias, dilation, groups)  # noqa: E731
    return described(nn.Conv2d, make, shape)


@st.composite
def pooling(draw: Draw, kind: type[nn.Pool2d]) -> Case:
    size, stride = draw(few), draw(st.none() | few)
    padding = draw(st.integers(0, size // 2))
    least = max(1, size - 2 * padding)
    shape = draw(st.integers(least, least + 4)), draw(st.integers(least, least + 4)), draw(few)
    return described(kind, lambda: kind(size, stride, padding), shape)


@st.composite
def pictures(draw: Draw, kind: type[nn.Layer]) -> Case:
    return described(kind, kind, (draw(some), draw(some), draw(few)))


@st.composite
def reshaping(draw: Draw) -> Case:
    a, b, c = draw(some), draw(few), draw(few)
    target = draw(st.sampled_from([(a, b, c), (c, b * a), (a * b * c,)]))
    return described(nn.Reshape, lambda: nn.Reshape(target), (a * b, c))


@st.composite
def embedding(draw: Draw) -> Case:
    count, features = draw(some), draw(some)
    return described(nn.Embedding, lambda: nn.Embedding(count, features), (*draw(places), draw(some)), symbols=count)


@st.composite
def recurrent(draw: Draw, kind: type[nn.Recurrent]) -> Case:
    n_in, hidden, layers, both, last = draw(few), draw(few), draw(few), draw(st.booleans()), draw(st.booleans())
    option = {nn.RNN: "linear", nn.GRU: "reset_after"}.get(kind)
    more = {option: draw(st.booleans())} if option else {}
    return described(kind, lambda: kind(n_in, hidden, layers, both, last, **more), (draw(some), n_in))


@st.composite
def padded(draw: Draw) -> Case:
    inside = draw(recurrent(draw(st.sampled_from([nn.RNN, nn.GRU, nn.LSTM]))))
    n_in = inside.shape[-1]
    return described(nn.Padded, lambda: nn.Padded([nn.Linear(n_in, n_in), inside.make()], -9), inside.shape)


@st.composite
def sequential(draw: Draw) -> Case:
    a, b, c = draw(some), draw(some), draw(some)
    return described(nn.Sequential, lambda: nn.Sequential([nn.Linear(a, b), nn.Tanh(), nn.Linear(b, c)]), (a,))


@st.composite
def residual(draw: Draw) -> Case:
    a, b, scale, projected = draw(some), draw(some), draw(st.floats(0, 2)), draw(st.booleans())

    def make() -> nn.Layer:
        shortcut = [nn.Linear(a, b)] if projected else []
        return nn.Residual([nn.Linear(a, b if projected else a), nn.Tanh()], shortcut, scale)

    return described(nn.Residual, make, (*draw(places), a))


@st.composite
def concat(draw: Draw) -> Case:
    a, widths = draw(some), draw(st.lists(few, min_size=1, max_size=3))
    return described(nn.Concat, lambda: nn.Concat([[nn.Linear(a, width), nn.Tanh()] for width in widths]), (a,))


PLAIN = (
    nn.Step, nn.Identity, nn.Sigmoid, nn.Tanh, nn.ReLU, nn.HardTanh, nn.Softsign, nn.GELU, nn.SiLU, nn.Softplus,
    nn.Softmax, nn.LogSoftmax, nn.Flatten,
)  # fmt: skip

DRAWN: dict[type[nn.Layer], st.SearchStrategy[Case]] = {
    **{kind: of_any_shape(kind) for kind in PLAIN},
    nn.LeakyReLU: of_any_shape(nn.LeakyReLU, alpha=st.floats(0, 0.9)),
    nn.ELU: of_any_shape(nn.ELU, alpha=st.floats(0.1, 3)),
    nn.Linear: linear(),
    nn.BatchNorm: normalizing(nn.BatchNorm),
    nn.LayerNorm: normalizing(nn.LayerNorm),
    nn.GroupNorm: group_norm(),
    nn.LocalResponseNorm: response(),
    nn.Dropout: dropout(),
    nn.Conv2d: convolution(),
    nn.MaxPool2d: pooling(nn.MaxPool2d),
    nn.AvgPool2d: pooling(nn.AvgPool2d),
    nn.GlobalAvgPool: pictures(nn.GlobalAvgPool),
    nn.Reshape: reshaping(),
    nn.Embedding: embedding(),
    **{kind: recurrent(kind) for kind in (nn.RNN, nn.GRU, nn.LSTM)},
    nn.Padded: padded(),
    nn.Sequential: sequential(),
    nn.Residual: residual(),
    nn.Concat: concat(),
}
