"""Convolution: one small linear layer, slid over a picture."""

import numpy as np

from core.array import Array, Shape
from core.nn.depthwise import Depthwise
from core.nn.im2col import Spacing, Windows
from core.nn.layer import Layer, Parameter, slot


class Conv2d(Layer):
    """y[n, i, j] = Σ x[n, i·stride …, j·stride …] W + b

    x (batch, height, width, c_in) -> y (batch, rows, columns, c_out);  W (size, size, c_in, c_out), b (c_out,)
    rows = ⌊(height + 2 padding − size) / stride⌋ + 1. What mathematicians call correlation: the kernel is not flipped.
    `padding="same"`, for stride 1, keeps height and width; where that takes an odd number of zeros the last one is at
    the end. `dilation` spreads the window's pixels. With `groups` each group of c_out sees its group of c_in only (as
    many groups as channels: a depthwise convolution), and W is (size, size, c_in / groups, c_out).
    With every window a row of a matrix X, this is a linear layer: y = X W + b, dW = Xᵀ dy, db = Σ dy. The bias is one
    more weight, for one more input that is always 1. dx is a convolution of dy with the flipped kernel. A channel by
    itself makes no matrix, so a depthwise convolution is summed tap by tap: see Depthwise.
    """

    W: Array = slot()
    b: Array = slot()
    dW: Array = slot()
    db: Array = slot()
    kernels: Array = slot()
    dkernels: Array = slot()

    def __init__(
        self,
        c_in: int,
        c_out: int,
        size: int,
        stride: int = 1,
        padding: int | str = 0,
        bias: bool = True,
        dilation: int = 1,
        groups: int = 1,
    ) -> None:
        if not isinstance(size, int | np.integer):
            raise ValueError(f"Conv2d's window is a square, its size one whole number; got {size!r}")
        if isinstance(padding, str) and (padding != "same" or stride != 1):
            raise ValueError(f"Conv2d: padding is a number, or 'same' with stride 1; got {padding!r}, stride {stride}")
        if min(stride, dilation, groups) < 1 or (not isinstance(padding, str) and padding < 0):
            raise ValueError("Conv2d: stride, dilation and groups are 1 or more, padding is 0 or more")
        if c_in % groups or c_out % groups:
            raise ValueError(f"Conv2d cannot split {c_in} and {c_out} channels into {groups} equal groups")
        self.c_in, self.c_out, self.size = c_in, c_out, size
        self.stride, self.padding, self.bias = stride, padding, bias
        self.dilation, self.groups = dilation, groups
        i, o = c_in // groups, c_out // groups  # the channels of one group
        self.split = [(slice(i * n, i * n + i), slice(o * n, o * n + o)) for n in range(groups)]

    def parameters(self) -> dict[str, Parameter]:
        k, n_in = self.size, self.c_in // self.groups
        weights = Parameter((k, k, n_in, self.c_out), k * k * n_in, k * k * self.c_out // self.groups)
        return {"W": weights, "b": Parameter((self.c_out,), kind="bias")} if self.bias else {"W": weights}

    def attach(self, values: Array, grads: Array) -> None:
        super().attach(values, grads)
        # W and b below it, in the order of the vector
        self.__dict__.update(kernels=values.reshape(-1, self.c_out), dkernels=grads.reshape(-1, self.c_out))

    @property
    def reach(self) -> int:
        """From a window's first pixel to its last."""
        return self.dilation * (self.size - 1)

    @property
    def margins(self) -> tuple[int, int]:
        """How many zeros are added before and behind a row of pixels."""
        if isinstance(self.padding, str):
            return self.reach // 2, self.reach - self.reach // 2
        return self.padding, self.padding

    @property
    def depthwise(self) -> bool:
        """Every channel has a window of its own."""
        return 1 < self.groups == self.c_in == self.c_out

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) != 4 or shape[-1] != self.c_in:
            raise ValueError(f"Conv2d expects (batch, height, width, {self.c_in} channels), got {shape}")
        span = [length + sum(self.margins) - self.reach - 1 for length in shape[1:3]]
        if min(span) < 0:
            window = f"{self.size}×{self.size} window"
            window += f" of dilation {self.dilation}" if self.dilation > 1 else ""
            raise ValueError(f"Conv2d's {window} does not fit into {shape}, padding {self.padding}")
        return shape[0], span[0] // self.stride + 1, span[1] // self.stride + 1, self.c_out

    def prepare(self, x: Array) -> None:
        super().prepare(x)
        self.flipped: Windows | None = None  # made by the first backward that needs it
        if self.depthwise:
            self.taps = self.channelwise(x, self.y)
        else:
            self.unrolled = self.windows(x)

    def forward(self, x: Array, training: bool = False) -> Array:
        if training:
            if x.shape != self.prepared:
                self.prepare(x)
            self.x, y = x, self.y
        else:
            y = np.empty(self.output_shape(x.shape), x.dtype)
        if self.depthwise:
            taps = self.taps if training else self.channelwise(x, y)
            taps.forward(x, self.W, y)
            return np.add(y, self.b, y) if self.bias else y
        unrolled, flat = self.unrolled if training else self.windows(x), y.reshape(-1, self.c_out)
        for c_in, c_out in self.split:
            for part, rows in unrolled.blocks(x[..., c_in]):
                np.matmul(rows, self.kernels[:, c_out], flat[part, c_out])
        return y

    def backward_parameters(self, dy: Array) -> None:
        flat = dy.reshape(-1, self.c_out)
        self.dkernels.fill(0)
        if self.depthwise:
            self.taps.add_gradient(self.x, dy, self.dW)
            if self.bias:
                flat.sum(0, out=self.db)
            return
        for c_in, c_out in self.split:
            for part, rows in self.unrolled.blocks(self.x[..., c_in]):
                self.dkernels[:, c_out] += rows.T.dot(flat[part, c_out])

    def backward(self, dy: Array) -> Array:
        self.backward_parameters(dy)
        if self.depthwise:
            self.taps.backward(dy, self.W, self.dx)
            return self.dx
        if self.flipped is None:
            self.flipped = self.flipped_windows(dy)
        flat = self.dx.reshape(-1, self.c_in)
        for c_in, c_out in self.split:
            kernels = self.W[::-1, ::-1, :, c_out].transpose(0, 1, 3, 2).reshape(-1, self.c_in // self.groups)
            for part, rows in self.flipped.blocks(dy[..., c_out]):
                np.matmul(rows, kernels, flat[part, c_in])
        return self.dx

    def channelwise(self, x: Array, y: Array) -> Depthwise:
        """The taps of a depthwise convolution from x to y."""
        return Depthwise(x.shape, y.shape, x.dtype, self.size, self.stride, self.margins, self.dilation)

    def windows(self, x: Array) -> Windows:
        """The windows of one group's channels of x, with a 1 appended for the bias."""
        shape, (before, behind) = (*x.shape[:3], self.c_in // self.groups), self.margins
        frame = shape[1] + before + behind, shape[2] + before + behind
        spacing = Spacing(stride=self.stride, dilation=self.dilation)
        return Windows(shape, x.dtype, self.size, frame, before, spacing, ones=self.bias)

    def flipped_windows(self, dy: Array) -> Windows:
        """The windows of dy, its numbers `stride` apart, that the flipped kernel turns into dx."""
        shape, reach = (*dy.shape[:3], self.c_out // self.groups), self.reach
        frame, offset = (self.x.shape[1] + reach, self.x.shape[2] + reach), reach - self.margins[0]
        return Windows(shape, dy.dtype, self.size, frame, offset, Spacing(self.stride, dilation=self.dilation))
