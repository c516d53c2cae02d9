"""Web shops: connect one, say what its checkout says and what its goods are, and see what came of its webhooks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.intake.door import (
    KINDS,
    NO_GOODS,
    OWN_CONSENT,
    Shop,
    ShopRefused,
    Terms,
    all_terms,
    close_shop,
    deliveries,
    map_goods,
    open_shop,
    set_secret,
    set_terms,
    shop,
    shop_goods,
    shops,
)
from samtycke.organisations.door import NotDeclared, can, categories, open_purposes
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.shops import words

SUGGESTED_FIELDS = {"woocommerce": "_wc_other/skobutiken/no-texts", "shopify": "Nej tack, skicka inga"}


def all_shops(request: StaffRequest) -> HttpResponse:
    """The shops that are connected, and a form to connect one."""
    return _all(request)


def new(request: StaffRequest) -> HttpResponse:
    """Connect a shop."""
    name = request.POST.get("name", "").strip()
    try:
        shop_id = open_shop(request.cursor, kind=request.POST.get("kind", ""), name=name, by=request.by)
    except ShopRefused as error:
        return _all(request, {error.reason: words.REFUSED[error.reason], "value": name}, status=422)
    request.session["shop_secret"] = shop_id
    return redirect("shop", shop_id=shop_id)


def show(request: StaffRequest, shop_id: int) -> HttpResponse:
    """One shop."""
    return _one(request, _found(request, shop_id))


def secret(request: StaffRequest, shop_id: int) -> HttpResponse:
    """Say by what secret its webhooks are signed."""
    found = _found(request, shop_id)
    try:
        set_secret(request.cursor, found, request.POST.get("secret", ""), by=request.by)
    except ShopRefused as error:
        return _one(request, found, {"secret": words.REFUSED[error.reason]})
    messages.success(request, _("The secret is kept. The next order that comes shows that it is the right one."))
    return redirect("shop", shop_id=shop_id)


def terms(request: StaffRequest, shop_id: int) -> HttpResponse:
    """Say what the checkout says."""
    found, sent = _found(request, shop_id), request.POST
    told = Terms(
        words=sent.get("words", "").strip(),
        refusal_field=sent.get("refusal_field", "").strip(),
        silence="silence" in sent,
        consent_field=sent.get("consent_field", "").strip(),
        consent_purpose=sent.get("consent_purpose", "").strip(),
        consent_words=sent.get("consent_words", "").strip(),
    )
    try:
        new = set_terms(request.cursor, found, told, by=request.by, now=timezone.now())
    except ShopRefused as error:
        return _one(request, found, {error.reason: words.REFUSED[error.reason]}, terms=told)
    except NotDeclared:
        return _one(request, found, {"consent": words.REFUSED["consent"]}, terms=told)
    messages.success(request, _("Orders from now on are read by these words.") if new else _("Nothing was changed."))
    return redirect(reverse("shop", args=[shop_id]) + "#said")


def goods(request: StaffRequest, shop_id: int) -> HttpResponse:
    """Say what its goods are."""
    found, sent = _found(request, shop_id), request.POST
    mapping = {
        (one.sort, one.value): sent[f"goods-{at}"]
        for at, one in enumerate(shop_goods(request.cursor, found.id))
        # Where the list has changed meanwhile, nothing is said of the wrong one.
        if f"goods-{at}" in sent and sent.get(f"value-{at}") == f"{one.sort}/{one.value}"
    }
    if begins := sent.get("article", "").strip():
        mapping["article", begins] = sent.get("article_category", "")
    try:
        map_goods(request.cursor, found, mapping, everything=sent.get("everything", ""), by=request.by)
    except NotDeclared as error:
        messages.error(request, _("You have no category called %(value)s.") % {"value": error.value}, extra_tags="not")
    else:
        messages.success(request, _("Orders from now on are read so. An older one is when the shop next tells of it."))
    return redirect(reverse("shop", args=[shop_id]) + "#goods")


def close(request: StaffRequest, shop_id: int) -> HttpResponse:
    """Let its address lead nowhere."""
    close_shop(request.cursor, _found(request, shop_id), by=request.by, now=timezone.now())
    messages.success(request, _("The shop is disconnected. What was recorded stands."))
    return redirect("shops")


def _found(request: StaffRequest, shop_id: int) -> Shop:
    found = shop(request.cursor, shop_id)
    if found is None:
        raise Http404
    return found


def _all(request: StaffRequest, wrong: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    rows = []
    for one in shops(request.cursor):
        latest = next(iter(deliveries(request.cursor, one.id, limit=1)), None)
        rows.append({"shop": one, "platform": words.platform(one), "latest": words.came(latest) if latest else None})
    return render(
        request,
        "staff/shops/all.html",
        {
            "rows": rows,
            "kinds": [(kind, words.KINDS[kind]) for kind in KINDS],
            "wrong": wrong or {},
            "may_connect": can(request.role, "keys"),
        },
        status=status,
    )


def _one(
    request: StaffRequest, found: Shop, wrong: dict[str, Any] | None = None, *, terms: Terms | None = None
) -> HttpResponse:
    cursor = request.cursor
    versions = all_terms(cursor, found.id)
    said_now = terms or (versions[0] if versions else Terms())
    known = [(slug, said(one.name)) for slug, one in categories(cursor).items()]
    names = {**dict(known), NO_GOODS: _("Nothing to advertise")}
    options = [("", _("Choose …")), *names.items()]
    seen = shop_goods(cursor, found.id)
    return render(
        request,
        "staff/shops/shop.html",
        {
            "shop": found,
            "platform": words.platform(found),
            "topics": words.TOPICS[found.kind],
            "address": settings.URL + reverse(f"hook-{found.kind}", args=[found.token]),
            "secret_shown": request.session.pop("shop_secret", None) == found.id,
            "terms": said_now,
            "versions": versions,
            "allows": bool(versions and versions[0].words and versions[0].refusal_field),
            "suggested_field": SUGGESTED_FIELDS[found.kind],
            "own_consent": OWN_CONSENT if found.kind == "shopify" else "",
            "purposes": [
                ("", _("None")),
                *((slug, said(one.name)) for slug, one in open_purposes(cursor).items()),
            ],
            "goods": [
                {"at": at, "one": one, "category": one.category or "", "taken": names.get(one.otherwise or "", "")}
                for at, one in enumerate(seen)
            ],
            "unmapped": sum(not (one.category or one.otherwise) for one in seen if one.sort == "product"),
            "options": options,
            "everything": [("", _("Are not recorded, only listed here")), *known],
            "came": [words.came(one) for one in deliveries(cursor, found.id)],
            "wrong": wrong or {},
            "may_connect": can(request.role, "keys"),
            "may_write": can(request.role, "write"),
        },
        status=422 if wrong else 200,
    )
