"""The database session that sees one tenant only (promise 9).

Every transaction on tenant tables names its organisation; without it row-level security shows nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper


class OtherOrganisation(RuntimeError):
    """A transaction acts for one organisation; a second one was named inside it."""


@contextmanager
def acting_for(organisation_id: int) -> Iterator[CursorWrapper]:
    """Open a transaction that sees the rows of one organisation, and yield its cursor.

    Inside another ``acting_for`` of the same organisation it joins that transaction as a savepoint.

    Raises:
        OtherOrganisation: the transaction already acts for somebody else.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_organisation()")
        row = cursor.fetchone()
        if row and row[0] not in (None, organisation_id):
            raise OtherOrganisation
        cursor.execute("SELECT set_config('app.organisation_id', %s, true)", [str(organisation_id)])
        yield cursor


def document(kept: Any) -> Any:
    """What a ``jsonb`` column holds: asked for by SQL of our own, Django hands it out as it is written."""
    return json.loads(kept) if isinstance(kept, str) else kept


@cache
def load_sql(beside: str, name: str) -> str:
    """The text of a ``.sql`` file that lies beside a Python file: ``load_sql(__file__, "facts.sql")``.

    Comment lines are left out: they name parameters, and a value must never be written into a comment, which a line
    break in it would end.
    """
    text = (Path(beside).parent / name).read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--"))
