"""Every call is one transaction, for the organisation of its key."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from samtycke.ledger.door import reading
from samtycke.organisations.door import acting_for
from samtycke.web.api.answer import Answer, dumped
from samtycke.web.api.bearer import ApiRequest, reader
from samtycke.web.api.body import check_query
from samtycke.web.api.idempotency import claim, keep, key_of

View = Callable[..., Answer | HttpResponse]


def acting(view: View) -> Callable[..., HttpResponse]:
    """Run a view in its organisation's transaction. What it raises undoes everything; what it answers is committed.

    An answer that is no JSON is a response already, of a GET. A POST with an ``Idempotency-Key`` that has been answered
    gets that answer again, and nothing is done.
    """

    @wraps(view)
    def acted(request: ApiRequest, **values: Any) -> HttpResponse:
        check_query(request.META.get("QUERY_STRING", ""))
        key = key_of(request)
        with acting_for(request.auth.organisation_id) as cursor:
            request.cursor, request.now = cursor, timezone.now()
            if key and (kept := claim(cursor, key, request, request.auth)):
                replayed = HttpResponse(kept.content, status=kept.status, content_type=kept.media_type)
                replayed.headers["Idempotency-Replayed"] = "true"
                return replayed
            with reading(cursor, reader(request), "api", subject=view.__name__) as read:
                answer = view(request, **values)
                # What a POST answers with is what the caller has just told.
                read.shown = request.method == "GET"
            if isinstance(answer, HttpResponse):
                return answer
            content = dumped(answer.body)
            if key:
                keep(cursor, key, status=answer.status, content=content, media_type=answer.media_type)
        return HttpResponse(content, status=answer.status, content_type=answer.media_type)

    # The annotations are words until somebody looks them up where they were written.
    acted.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    return acted
