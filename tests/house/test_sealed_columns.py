"""No sealed column can be forgotten when the keys are turned: whoever seals says so, and whoever adds bytes says what.

From both ends: no code binds what it seals to anything that no room names, and no column of bytes in the database is
without somebody who says what is in it.
"""

from __future__ import annotations

import ast
import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

import samtycke
from samtycke.ops.keys.columns import COLUMNS, ROOMS

PACKAGE = Path(samtycke.__file__).parent

KEPT_NOWHERE = {
    ("samtycke.web.public.signup.link", "_ABOUT"): "the link of a sign-up, in a letter, for a day",
    ("samtycke.ledger.blocks", "PLACE"): "the place in a list, in the address of its next page",
}
"""What is sealed and never comes into the database, and where it is instead."""
THE_KEYRINGS_OWN = {"samtycke.organisations.keyring", "samtycke.ops.keys.reseal", "samtycke.ops.keys.carried"}
"""They seal and open whatever they are given."""

NOT_SEALED = {
    **dict.fromkeys(
        (
            "advice_request.code",
            "api_key.digest",
            "consent_event.fingerprint",
            "decision.digest",
            "decision.reasoning",
            "idempotency.request",
            "interest.code",
            "invitation.code",
            "me_visit.secret",
            "optin_code.digest",
            "reasoning.digest",
            "seal.head",
            "seal.leaves",
            "seal.peaks",
            "seal.root",
            "shop_door.digest",
            "way_out_code.digest",
            "wording.digest",
        ),
        "a digest",
    ),
    **dict.fromkeys(
        (
            "asked_lately.who",
            "contact.number_key",
            "content_reading.words",
            "envelope.words",
            "form_entry.code",
            "form_entry.token",
            "hash_salt.digest",
            "hashed_block.digest",
            "last_sender.number_key",
            "me_visit.code",
            "own_code.code",
            "platform_hashed_block.digest",
            "platform_suppression.number_key",
            "suppression.number_key",
            "unjournaled.number_key",
        ),
        "a keyed mark, by a number key",
    ),
    "attachment.sealed": "sealed by the person's own key, which is sealed by the keyring",
    "consent_event.evidence": "the same",
    "audit_entry.salt": "random, so that the entry's seal tells nothing once it is gone",
    "read_entry.salt": "the same",
    "me_visit.token": "random, by which a visit's own values are bound to it",
    "own_code.token": "the same, of a code to one's own phone",
}
"""Columns of bytes, and what they are instead."""


def bindings() -> Iterator[tuple[str, ast.expr]]:
    """Every ``about=`` by which the program seals or opens: the module, and what is written there."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(("samtycke", *path.relative_to(PACKAGE).with_suffix("").parts))
        if "tests" in path.parts or module in THE_KEYRINGS_OWN:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            about = next((one.value for one in node.keywords if one.arg == "about"), None)
            if node.func.attr == "seal" or (node.func.attr == "open" and about is not None):
                yield module, about if about is not None else ast.Constant(None)


def bound_to(module: str, written: ast.expr) -> tuple[str, Any]:
    """The name that is written, and what it is: bytes, or the function that makes them."""
    named = written.func if isinstance(written, ast.Call) else written
    if not isinstance(named, ast.Name):
        return ast.unparse(named), None
    return named.id, getattr(importlib.import_module(module), named.id)


@pytest.fixture(scope="module")
def admin() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"], autocommit=True) as connection:
        yield connection


def test_every_room_that_names_sealed_columns_is_asked():
    rooms = {path.parent.name for path in PACKAGE.glob("*/sealed_columns.py")}
    assert {room.__name__.split(".")[1] for room in ROOMS} == rooms


def test_whatever_is_sealed_is_bound_to_what_a_room_names():
    """Name a new one in the room's ``sealed_columns.py``, by the very constant or function that seals it."""
    named = [column.about for column in COLUMNS]
    strange = []
    for module, written in bindings():
        name, about = bound_to(module, written)
        if (module, name) not in KEPT_NOWHERE and about not in named:
            strange.append(f"{module}: {ast.unparse(written)}")
    assert strange == []


def test_whatever_a_room_names_is_sealed_somewhere():
    used = [bound_to(module, written)[1] for module, written in bindings()]
    assert [column.name for column in COLUMNS if column.about not in used] == []


def test_every_column_of_bytes_is_sealed_or_says_what_it_is(admin):
    rows = admin.execute(
        "SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition "
        "AND NOT a.attisdropped AND a.attnum > 0 AND a.atttypid IN ('bytea'::regtype, 'bytea[]'::regtype)"
    )
    sealed = {column.name for column in COLUMNS if not column.inside}
    assert not sealed & NOT_SEALED.keys()
    assert {row[0] for row in rows} == sealed | NOT_SEALED.keys()


def test_each_is_named_once():
    names = [column.name for column in COLUMNS]
    assert len(names) == len(set(names))
