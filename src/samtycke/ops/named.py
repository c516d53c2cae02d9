"""Which organisation a command is about."""

from __future__ import annotations

from samtycke.organisations.door import Organisation


def named_organisation(slug: str) -> Organisation:
    """The one with this short name; without a name the only one there is.

    Raises:
        SystemExit: there is none of that name, or there are several and none is named.
    """
    known = {one.slug: one for one in Organisation.objects.order_by("slug")}
    if slug in known:
        return known[slug]
    if not slug and len(known) == 1:
        return next(iter(known.values()))
    raise SystemExit(f"--organisation: name one of {', '.join(known) or '(there is none yet)'}.")
