"""Networks from scratch: one idea per file.

array           the array type
initializers    how weights start
layer           what every layer is; parameters are described there and allocated by
network         the stack of layers on one vector (with `allocate`, which walks and places them, `named_parameters`,
                the names of what is learnt, and `network_text`, its repr)
linear          y = x W + b;  mlp: a stack of them
activation      step … softplus;  gelu;  softmax
conv, pool      pictures, channels last;  im2col makes them matrix products
flatten         layers that only change the shape
normalization   batch, layer and group norm; response_norm: AlexNet's
dropout         neurons switched off at random
embedding       a row of numbers for each symbol
containers      layers made of layers: sequential, residual, concat
rnn, gru, lstm  a cell each, on one screen, and its layer
recurrent       what these layers have in common; recurrent_cell: one step and the loop over time;
                recurrent_packing: lengths that differ
padded          how the lengths get to them
losses          mean squared error … binary cross entropy;  cross_entropy: classes;  masked: without the padding
architectures   LeNet-5 … ResNet-50, and a table of what each layer costs
gradient_check  is my backward right?
perceptron      the first neuron that learnt
"""

from core.array import Array, Shape
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
from core.nn.containers import Concat, Residual, Sequential
from core.nn.conv import Conv2d
from core.nn.cross_entropy import CrossEntropy, LogSoftmax, NegativeLogLikelihood
from core.nn.dropout import Dropout
from core.nn.embedding import Embedding
from core.nn.flatten import Flatten, Reshape
from core.nn.gelu import GELU
from core.nn.gradient_check import gradient_check, numerical_gradient, relative_error
from core.nn.gru import GRU
from core.nn.initializers import (
    Initializer,
    constant,
    he_normal,
    he_uniform,
    identity,
    lecun_normal,
    lecun_uniform,
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
from core.nn.lstm import LSTM
from core.nn.masked import Masked
from core.nn.network import Network
from core.nn.normalization import BatchNorm, GroupNorm, LayerNorm, Normalization
from core.nn.padded import Padded
from core.nn.perceptron import Perceptron
from core.nn.pool import AvgPool2d, GlobalAvgPool, MaxPool2d, Pool2d
from core.nn.recurrent import Recurrent
from core.nn.response_norm import LocalResponseNorm
from core.nn.rnn import RNN
from core.nn.softmax import Softmax

__all__ = [
    "ELU", "GELU", "GRU", "LSTM", "MAE", "MSE", "RNN", "Activation", "Array", "AvgPool2d", "BatchNorm",
    "BinaryCrossEntropy", "Concat", "Conv2d", "CrossEntropy", "Dropout", "Embedding", "Flatten", "GlobalAvgPool",
    "GroupNorm", "HardTanh", "Identity", "Initializer", "Layer", "LayerNorm", "LeakyReLU", "Linear",
    "LocalResponseNorm", "LogSoftmax", "Loss", "Masked", "MaxPool2d", "NegativeLogLikelihood", "Network",
    "Normalization", "Padded", "Parameter", "Perceptron", "Pool2d", "ReLU", "Recurrent", "Reshape", "Residual",
    "Sequential", "Shape", "SiLU", "Sigmoid", "SmoothL1", "Softmax", "Softplus", "Softsign", "Step", "Tanh", "constant",
    "count_parameters", "gradient_check", "he_normal", "he_uniform", "identity", "lecun_normal", "lecun_uniform",
    "normal", "numerical_gradient", "orthogonal", "relative_error", "slot", "uniform", "walk", "xavier_normal",
    "xavier_uniform", "zeros",
]  # fmt: skip
