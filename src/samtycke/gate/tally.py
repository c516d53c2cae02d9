"""Running counts of a campaign's messages, so that no page and no send counts messages."""

from __future__ import annotations

from collections import Counter

from django.db.backends.utils import CursorWrapper

Deltas = Counter[tuple[int, str, str]]
"""(campaign, state, rule) -> by how many it changes. The rule is empty but for ``withheld``."""


def bump(cursor: CursorWrapper, deltas: Deltas) -> None:
    """Change the counts, in this connection's own slot, so that writers do not wait for each other."""
    rows = sorted((key, n) for key, n in deltas.items() if n)
    if rows:
        cursor.execute(
            "INSERT INTO tally (organisation_id, campaign_id, state, rule, slot, n) "
            "SELECT current_organisation(), c, s, r, pg_backend_pid() %% 4096, n "
            "FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[]) AS t(c, s, r, n) "
            "ON CONFLICT (organisation_id, campaign_id, state, rule, slot) DO UPDATE SET n = tally.n + excluded.n",
            [
                [key[0] for key, _ in rows],
                [key[1] for key, _ in rows],
                [key[2] for key, _ in rows],
                [n for _, n in rows],
            ],
        )


def counts(cursor: CursorWrapper, campaign_id: int) -> tuple[dict[str, int], dict[str, int]]:
    """A campaign's messages by state, and its withheld ones by rule. ``opted_out`` counts people who left."""
    cursor.execute(
        "SELECT state, rule, sum(n)::bigint FROM tally "
        "WHERE organisation_id = current_organisation() AND campaign_id = %s GROUP BY state, rule",
        [campaign_id],
    )
    by_state: Counter[str] = Counter()
    by_rule: Counter[str] = Counter()
    for state, rule, n in cursor.fetchall():
        by_state[state] += n
        if state == "withheld":
            by_rule[rule] += n
    return {state: n for state, n in by_state.items() if n}, {rule: n for rule, n in by_rule.items() if n}
