"""A process of its own that goes on recording while the keys are turned: ``python -m …writer ORGANISATION LANE``.

It makes people and says new things of them until its input ends, then tells what was last said of each, and which keys
it has sealed by.
"""

from __future__ import annotations

import json
import os
import select
import sys
from datetime import UTC, datetime


def main(organisation_id: int, lane: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samtycke.ops.settings")
    import django

    django.setup()
    from samtycke.ledger.door import Consent, record, reveal
    from samtycke.organisations.door import acting_for, keyring
    from samtycke.sms import Number

    said: dict[int, str] = {}
    sealed_by = set()
    turn = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        turn += 1
        # Each other time somebody new, else somebody known by another name.
        number = Number(f"+4673{lane}{turn % 2 * turn:06d}", "SE")
        name = f"Åsa {turn}"
        consent = Consent(
            number=number, occurred_at=datetime.now(UTC), door="form", purpose="offers", method="web_form",
            wording="Ja.", informed=True, attributes={"name": name}, evidence={"turn": str(turn)},
        )  # fmt: skip
        with acting_for(organisation_id) as cursor:
            (contact_id,) = record(cursor, [consent], now=datetime.now(UTC)).contact_ids
        said[contact_id] = name
        sealed_by.add(keyring().seals)
        with acting_for(organisation_id) as cursor:
            assert reveal(cursor, [contact_id])[contact_id].name == name
        if turn == 1:
            print("writing", flush=True)
    print(json.dumps({"said": said, "turns": turn, "sealed_by": sorted(sealed_by)}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
