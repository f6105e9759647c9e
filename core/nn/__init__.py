"""Networks from scratch: one idea per file.

array           the array type
initializers    how weights start
layer           what every layer is; parameters are described there and allocated by
network         the stack of layers on one vector (with `allocate`, which walks and places them)
linear          y = x W + b
activation      step … softplus;  gelu;  softmax
conv, pool      pictures, channels last;  im2col makes them matrix products
flatten         layers that only change the shape
dropout         neurons switched off at random
losses          mean squared error … binary cross entropy;  cross_entropy: classes
"""

from core.nn.activation import (
    ELU,
    Activation,
    HardTanh,
    Identity,
    LeakyReLU,
    ReLU,
    Sigmoid,
    SiLU,
    Softplus,
    Softsign,
    Step,
    Tanh,
)
from core.nn.allocate import count_parameters, walk
from core.nn.array import Array, Shape
from core.nn.conv import Conv2d
from core.nn.cross_entropy import CrossEntropy, LogSoftmax, NegativeLogLikelihood
from core.nn.dropout import Dropout
from core.nn.flatten import Flatten, Reshape
from core.nn.gelu import GELU
from core.nn.initializers import (
    Initializer,
    constant,
    he_normal,
    he_uniform,
    identity,
    lecun_normal,
    normal,
    orthogonal,
    uniform,
    xavier_normal,
    xavier_uniform,
    zeros,
)
from core.nn.layer import Layer, Parameter, slot
from core.nn.linear import Linear
from core.nn.losses import MAE, MSE, BinaryCrossEntropy, Loss, SmoothL1
from core.nn.network import Network
from core.nn.pool import MaxPool2d
from core.nn.softmax import Softmax

__all__ = [
    "ELU", "GELU", "MAE", "MSE", "Activation", "Array", "BinaryCrossEntropy", "Conv2d", "CrossEntropy", "Dropout",
    "Flatten", "HardTanh", "Identity", "Initializer", "Layer", "LeakyReLU", "Linear", "LogSoftmax", "Loss", "MaxPool2d",
    "NegativeLogLikelihood", "Network", "Parameter", "ReLU", "Reshape", "Shape", "SiLU", "Sigmoid", "SmoothL1",
    "Softmax", "Softplus", "Softsign", "Step", "Tanh", "constant", "count_parameters", "he_normal", "he_uniform",
    "identity", "lecun_normal", "normal", "orthogonal", "slot", "uniform", "walk", "xavier_normal", "xavier_uniform",
    "zeros",
]  # fmt: skip
