"""The privacy notice of an organisation, as anyone may read it: the version that was published, and no other."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samtycke.organisations.door import Organisation, acting_for
from samtycke.rights.door import public_notice


@require_safe
def privacy(request: HttpRequest, slug: str) -> HttpResponse:
    """The notice, in the reader's language."""
    organisation = Organisation.objects.only("pk", "slug", "name").filter(slug=slug).first()
    if organisation is None:
        raise Http404
    with acting_for(organisation.pk) as cursor:
        kept = public_notice(cursor)
    if kept is None:
        raise Http404
    language = (get_language() or "sv")[:2]
    parts = kept.pages.get(language) or kept.pages["sv"]
    return render(request, "public/privacy/privacy.html", {"of": organisation, "kept": kept, "parts": parts})
