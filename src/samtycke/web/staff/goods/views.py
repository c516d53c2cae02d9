"""What is sold: all of it, and one with its name and the goods that are like it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.gate.door import take_up_similar
from samtycke.ledger.door import count_customers
from samtycke.organisations.door import (
    Category,
    GoodsRefused,
    NotDeclared,
    can,
    categories,
    declare_category,
    declare_similar,
    end_similar,
    rename_category,
    similarities,
)
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import those_who_may

_LONGEST = {"name_sv": 60, "name_en": 60, "reason": 500}


def all_goods(request: StaffRequest) -> HttpResponse:
    """Each with how many have bought it, and what is like it; and a form for more."""
    return _all(request, {})


def new(request: StaffRequest) -> HttpResponse:
    """Declare goods."""
    try:
        declare_category(
            request.cursor,
            name_sv=_typed(request, "name_sv"),
            name_en=_typed(request, "name_en"),
            by=request.by,
        )
    except GoodsRefused as refused:
        return _all(request, request.POST, wrong={refused.field: _why(refused)}, status=422)
    messages.success(request, _("Added. Sales and campaigns can be of it now."), extra_tags="may")
    return redirect("goods")


def show(request: StaffRequest, slug: str) -> HttpResponse:
    """One of them."""
    return _page(request, _found(request, slug), {})


def rename(request: StaffRequest, slug: str) -> HttpResponse:
    """Call it something else."""
    one = _found(request, slug)
    try:
        rename_category(
            request.cursor,
            slug,
            name_sv=_typed(request, "name_sv"),
            name_en=_typed(request, "name_en"),
            bought=count_customers(request.cursor).get(slug, 0),
            reason=_typed(request, "reason"),
            by=request.by,
        )
    except GoodsRefused as refused:
        return _page(request, one, request.POST, wrong={refused.field: _why(refused)}, status=422)
    messages.success(request, _("Saved."), extra_tags="may")
    return redirect("goods-one", slug=slug)


def make_similar(request: StaffRequest, slug: str) -> HttpResponse:
    """Judge it like another, in one's own name and with a reason."""
    one = _found(request, slug)
    try:
        declare_similar(
            request.cursor,
            slug,
            request.POST.get("similar_to", ""),
            reason=_typed(request, "why"),
            by=request.by,
            now=timezone.now(),
        )
    except NotDeclared:
        return _page(request, one, request.POST, wrong={"similar_to": _("Choose which.")}, status=422)
    except GoodsRefused as refused:
        field = "why" if refused.field == "reason" else refused.field
        return _page(request, one, request.POST, wrong={field: _why(refused)}, status=422)
    messages.success(request, _("Similar from now on, either way round, in your name."), extra_tags="may")
    return redirect("goods-one", slug=slug)


def end(request: StaffRequest, slug: str) -> HttpResponse:
    """They are similar no more, also for what waits to be sent."""
    _found(request, slug)
    if end_similar(request.cursor, slug, request.POST.get("similar_to", ""), by=request.by, now=timezone.now()):
        take_up_similar(request.cursor)
        messages.success(request, _("Similar no more. What waits to be sent is judged anew."), extra_tags="may")
    return redirect("goods-one", slug=slug)


def _all(
    request: StaffRequest, sent: Mapping[str, Any], *, wrong: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    names, bought, judged = _names(request), count_customers(request.cursor), similarities(request.cursor)
    rows = [
        {
            "slug": slug,
            "name": name,
            "bought": bought.get(slug, 0),
            "like": sorted(names[one.other(slug)] for one in judged if slug in (one.category, one.similar_to)),
        }
        for slug, name in sorted(names.items(), key=lambda pair: pair[1].casefold())
    ]
    page = {
        "rows": rows,
        "values": sent,
        "wrong": wrong or {},
        "may_write": can(request.role, "write"),
        "writers": those_who_may(request.organisation, "write"),
    }
    return render(request, "staff/goods/all.html", page, status=status)


def _page(
    request: StaffRequest,
    one: Category,
    sent: Mapping[str, Any],
    *,
    wrong: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    names = _names(request)
    like = [
        (judged, judged.other(one.slug), names[judged.other(one.slug)])
        for judged in similarities(request.cursor)
        if one.slug in (judged.category, judged.similar_to)
    ]
    taken = {one.slug, *(slug for _judged, slug, _name in like)}
    page = {
        "one": one,
        "values": {"name_sv": one.name["sv"], "name_en": one.name["en"], **dict(sent.items())},
        "bought": count_customers(request.cursor).get(one.slug, 0),
        "like": like,
        "others": [("", "–"), *((slug, name) for slug, name in names.items() if slug not in taken)],
        "wrong": wrong or {},
        "may_write": can(request.role, "write"),
        "may_judge": can(request.role, "approve"),
        "judges": those_who_may(request.organisation, "approve"),
    }
    return render(request, "staff/goods/one.html", page, status=status)


def _found(request: StaffRequest, slug: str) -> Category:
    one = categories(request.cursor).get(slug)
    if one is None:
        raise Http404
    return one


def _names(request: StaffRequest) -> dict[str, str]:
    return {slug: said(one.name) for slug, one in categories(request.cursor).items()}


def _typed(request: StaffRequest, name: str) -> str:
    return " ".join(str(request.POST.get(name, "")).replace("\0", "").split())[: _LONGEST.get(name, 500)]


def _why(refused: GoodsRefused) -> str:
    return {
        "taken": _("You have goods of that name."),
        "bought": _("People have bought them under the name they have. Say why the new one means the same."),
        "same": _("Choose other goods than these."),
    }.get(refused.reason, _("Fill this in."))
