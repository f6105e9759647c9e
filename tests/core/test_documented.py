"""Every public name of core says what it is: modules, classes, functions, methods (or what they override)."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cached_property
from types import FunctionType, ModuleType
from typing import Any

import core

CALLABLE = (FunctionType, property, cached_property, classmethod, staticmethod)


def modules() -> Iterator[ModuleType]:
    yield core
    for found in pkgutil.walk_packages(core.__path__, "core."):
        yield importlib.import_module(found.name)


def public_names(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """What the module itself defines, and the methods of its classes."""
    for name, thing in vars(module).items():
        own = getattr(thing, "__module__", "") == module.__name__
        if name.startswith("_") or not own or not isinstance(thing, (type, FunctionType)):
            continue
        yield name, thing
        for method, value in vars(thing).items() if isinstance(thing, type) else ():
            if not method.startswith("_") and isinstance(value, CALLABLE):
                yield f"{name}.{method}", getattr(thing, method)


def said(name: str, thing: Any) -> str:
    """Its docstring, or that of the method it overrides; what a dataclass writes of itself says nothing."""
    text = inspect.getdoc(thing) or ""
    return "" if text.startswith(f"{name}(") else text


def test_that_every_public_name_has_a_docstring() -> None:
    lacking = [module.__name__ for module in modules() if not module.__doc__]
    for module in modules():
        lacking += [f"{module.__name__}.{name}" for name, thing in public_names(module) if not said(name, thing)]
    assert lacking == []


def test_that_a_missing_docstring_is_found() -> None:
    source = "class A:\n    '''A letter.'''\n    def f(self): ...\nclass B(A):\n    '''Another.'''\ndef g(): ...\n"
    made = ModuleType("made")
    exec(source, made.__dict__)
    assert [name for name, thing in public_names(made) if not said(name, thing)] == ["A.f", "g"]
