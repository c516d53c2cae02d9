"""The house keeps its shape: rooms are entered by their doors, and files have one subject."""

from __future__ import annotations

import importlib
from pathlib import Path

import grimp
import pytest

ROOMS_WITH_A_DOOR = {"organisations", "ledger", "gate", "intake", "campaigns", "dispatch", "rights"}
PURE_ROOMS = {"policy", "sms", "carriers"}
STREET = {"web", "ops"}
EXCEPTIONS = {
    # Withdrawal is no part of the ledger's door on purpose: an opt-out takes the planned messages with it.
    ("samtycke.gate", "samtycke.ledger.withdraw"),
}
PACKAGE = Path(importlib.import_module("samtycke").__file__).parent


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def is_door(module: str) -> bool:
    room = room_of(module)
    return module == f"samtycke.{room}" if room in PURE_ROOMS else module == f"samtycke.{room}.door"


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("samtycke", cache_dir=None)


def test_every_import_between_rooms_goes_through_a_door(graph):
    """A room is entered by its door; ops, which wires everything, may also reach for what starts a room."""
    wrong = []
    for importer in graph.modules:
        if ".tests" in importer or room_of(importer) == "ops":
            continue
        for imported in graph.find_modules_directly_imported_by(importer):
            rooms = room_of(importer), room_of(imported)
            if not all(rooms) or rooms[0] == rooms[1] or is_door(imported):
                continue
            if (f"samtycke.{rooms[0]}", imported) not in EXCEPTIONS:
                wrong.append(f"{importer} -> {imported}")
    assert wrong == []


@pytest.mark.parametrize("room", sorted(ROOMS_WITH_A_DOOR))
def test_a_door_says_what_it_opens_to_and_nothing_more(room):
    """Every name is there, and a door holds imports only (ruff keeps `__all__` sorted)."""
    path = PACKAGE / room / "door.py"
    if not path.exists():
        pytest.skip(f"{room} has no door yet")
    door = importlib.import_module(f"samtycke.{room}.door")
    assert len(door.__all__) == len(set(door.__all__))
    source = path.read_text()
    assert "def " not in source
    assert "class " not in source.split('"""', 2)[-1]
    for name in door.__all__:
        assert hasattr(door, name), name


def test_no_file_is_named_for_what_it_is_not():
    """A file is named by its subject or its verb."""
    forbidden = {"utils", "helpers", "common", "services", "manager", "misc"}
    assert [p for p in PACKAGE.rglob("*.py") if p.stem in forbidden] == []


def test_nothing_passes_by_the_gate():
    """No argument, setting or branch lets a text past the law."""
    words = ("skip_gate", "force_send", "bypass", "skip_policy", "ignore_suppression")
    found = [
        f"{path}: {word}"
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts
        for word in words
        if word in path.read_text()
    ]
    assert found == []
