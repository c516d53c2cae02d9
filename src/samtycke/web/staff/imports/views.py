"""Bring people in with proof: a file, its columns, what holds for all of it, a dry run, the run."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.intake.door import (
    ImportStarted,
    ImportState,
    MappingRefused,
    TableUnreadable,
    draft_import,
    dry_run,
    import_state,
    imports,
    map_import,
    refusals,
    refusals_csv,
    start_import,
)
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.imports.draft import draft_page, read_defaults, read_mapping
from samtycke.web.staff.imports.progress import progress_of, result_of
from samtycke.web.staff.imports.words import FIELDS

LARGEST = 100 * 1024 * 1024


def all_imports(request: StaffRequest) -> HttpResponse:
    """A place to drop a file, and the imports there have been."""
    return render(request, "staff/imports/all.html", {"imports": imports(request.cursor)})


def upload(request: StaffRequest) -> HttpResponse:
    """Keep a file's rows, sealed, and go on to its columns."""
    if request.method != "POST":
        return redirect("imports")
    file = request.FILES.get("file")
    problem = "" if file else _("Choose a file first.")
    if file and file.size and file.size > LARGEST:
        problem = _("The file is larger than 100 MB. Split it in two.")
    if file and not problem:
        try:
            import_id = draft_import(request.cursor, name=file.name or "csv", content=file.read(), by=request.by)
        except TableUnreadable as error:
            problem = f"{error.reason} {error.right}"
        else:
            return redirect("import", import_id=import_id)
    return render(
        request, "staff/imports/all.html", {"imports": imports(request.cursor), "problem": problem}, status=422
    )


def show(request: StaffRequest, import_id: int) -> HttpResponse:
    """One import: its draft, how it is going, or what came of it."""
    state = _found(request, import_id)
    if state.state == "draft":
        tried = dry_run(request.cursor, import_id, now=timezone.now())
        return render(request, "staff/imports/draft.html", draft_page(request.cursor, state, tried))
    return render(request, "staff/imports/run.html", _run_page(request, state))


def progress(request: StaffRequest, import_id: int) -> HttpResponse:
    """The part of the page that is alive while the import runs."""
    state = _found(request, import_id)
    if state.state not in ("queued", "running"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "staff/imports/progress.html", _run_page(request, state))


def change(request: StaffRequest, import_id: int) -> HttpResponse:
    """Correct the mapping, or what holds for the whole file; then try again."""
    state = _found(request, import_id)
    try:
        map_import(
            request.cursor,
            import_id,
            mapping=read_mapping(request.POST, state.columns),
            defaults=read_defaults(request.POST),
        )
    except ImportStarted:
        messages.info(request, _("The import has already been started."))
    except MappingRefused as error:
        says = _("Two columns can't both be %(field)s. Choose one of them.")
        messages.error(request, says % {"field": FIELDS.get(error.name, error.name)}, extra_tags="not")
    return HttpResponseRedirect(reverse("import", args=[import_id]) + "#tried")


def start(request: StaffRequest, import_id: int) -> HttpResponse:
    """Run it."""
    _found(request, import_id)
    start_import(request.cursor, import_id)
    return redirect("import", import_id=import_id)


def download_refusals(request: StaffRequest, import_id: int) -> HttpResponse:
    """The refused rows with their reasons, as a CSV to mend and drop straight back."""
    state = _found(request, import_id)
    content = "".join(refusals_csv(request.cursor, import_id))
    stem = state.name.rsplit(".", 1)[0]
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_ascii(stem)}-{import_id}.csv"'},
    )


def _ascii(name: str) -> str:
    return "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "_" for char in name)[:60]


def _found(request: StaffRequest, import_id: int) -> ImportState:
    state = import_state(request.cursor, import_id)
    if state is None:
        raise Http404
    return state


def _run_page(request: StaffRequest, state: ImportState) -> dict[str, object]:
    if state.state in ("queued", "running"):
        return {"import": state, "job": progress_of(state, now=timezone.now())}
    return {"import": state, "result": result_of(state, refusals(request.cursor, state.id, limit=1_000))}
