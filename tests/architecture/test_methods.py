"""The folder checkers/methods/ is the registry: each file in it is a method, with RULE and find."""

import importlib

import pytest

from tests.architecture.source import all_modules

METHODS = [m.name for m in all_modules("checkers.methods") if m.name.count(".") == 2]


def test_there_are_methods():
    assert METHODS


@pytest.mark.parametrize("name", METHODS)
def test_every_file_of_the_folder_is_a_method(name):
    method = importlib.import_module(name)
    assert isinstance(method.RULE, str)
    assert callable(method.find)
    assert method.__doc__
