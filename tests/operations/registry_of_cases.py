"""Every operation of the product, and a case that calls each: an operation without a case fails the suite.

A case prepares what its operation needs and returns the call, which may be made again when it failed:

    @case("registry.suppliers.operations.add_supplier")
    def _(clinic):
        return lambda: operations.add_supplier(content={"name": "…"}, by=clinic.sign())
"""

import importlib
import inspect
import pkgutil
from pathlib import Path

ROOMS = ("cabinet_rgpd", "registry", "patients_info")
#: Operations that make their own signature, and those that stand in a room without `operations`.
OTHERS = {
    "cabinet_rgpd.structures.operations.create_structure", "cabinet_rgpd.structures.operations.accept_invitation",
    "cabinet_rgpd.structures.operations.accept_with_a_new_account", "cabinet_rgpd.history.export.make",
    "cabinet_rgpd.history.restoration.declare",
}  # fmt: skip
CASES = {}


def case(name):
    def keep(function):
        assert name not in CASES, f"{name} has two cases"
        CASES[name] = function
        return function

    return keep


def all_cases():
    """The cases of every file of this folder, by the name of their operation."""
    for path in sorted(Path(__file__).parent.glob("cases_*.py")):
        importlib.import_module(f"tests.operations.{path.stem}")
    return CASES


def signed_operations():
    """The public functions of every `operations` module that take a signature, by their dotted names."""
    found = set(OTHERS)
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if module.name.rpartition(".")[2] == "operations":
                found |= _signed(importlib.import_module(module.name))
    return found


def _signed(module):
    return {
        f"{module.__name__}.{name}"
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and "by" in inspect.signature(function).parameters
    }
