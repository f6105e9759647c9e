"""The initializers as settings name them, each with n · variance of a weight: what it multiplies the signal's by."""

from core.nn import Initializer, he_normal, he_uniform, lecun_normal, orthogonal, xavier_normal, xavier_uniform

INITIALIZERS: dict[str, tuple[Initializer, float]] = {
    "Xavier normal": (xavier_normal, 1.0),
    "Xavier uniform": (xavier_uniform, 1.0),
    "He normal": (he_normal, 2.0),
    "He uniform": (he_uniform, 2.0),
    "LeCun normal": (lecun_normal, 1.0),
    "orthogonal": (orthogonal, 1.0),
}
