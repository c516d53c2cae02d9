"""The heads of an organisation's ledger, for anyone to note. They say nothing of anybody."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samtycke.ledger.door import added_since, heads
from samtycke.organisations.door import Organisation, acting_for

SHOWN = 20


@require_safe
def seal(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest head to be copied by hand, and those before it."""
    organisation = _organisation(slug)
    with acting_for(organisation.pk) as cursor:
        found = heads(cursor, limit=SHOWN)
    return render(request, "public/seal/seal.html", {"of": organisation, "heads": found})


@require_safe
def as_json(request: HttpRequest, slug: str) -> JsonResponse:
    """The same for a program; ``?from=N`` adds the proof that batches have only been added to since batch N."""
    organisation = _organisation(slug)
    with acting_for(organisation.pk) as cursor:
        found = heads(cursor, limit=SHOWN)
        answer: dict[str, Any] = {
            "format": "samtycke-heads-1",
            "slug": organisation.slug,
            "heads": [one.as_json() for one in found],
        }
        if "from" in request.GET:
            since = request.GET["from"]
            try:
                path = added_since(cursor, int(since))
            except (ValueError, IndexError):
                return JsonResponse({"detail": _("There is no batch of that number.")}, status=404)
            answer["consistency"] = {
                "from": int(since),
                "to": found[0].number,
                "path": [step.hex() for step in path],
            }
    return JsonResponse(answer)


def _organisation(slug: str) -> Organisation:
    found = Organisation.objects.only("pk", "slug", "name").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
