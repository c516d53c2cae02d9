"""Whole lists: brought in (numbers or hashes), followed while they come in, and handed out."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import datetime

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from samtycke.intake.door import BlockFile, Given, block_file, bring_in_blocks, harmless, read_list
from samtycke.ledger.door import each_block, hashed
from samtycke.organisations.door import audit, purposes
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.blocks.words import job_of

LARGEST = 100 * 1024 * 1024


def bring_in(request: StaffRequest) -> HttpResponse:
    """Show the form, or keep a list and go on to how it is going."""
    if request.method != "POST":
        return _form(request)
    sent, wrong = request.POST, {}
    file = request.FILES.get("file")
    content = sent.get("pasted", "").encode()
    if file and file.size is not None and file.size <= LARGEST:
        content = file.read()
    elif file:
        wrong["file"] = _("The file is larger than 100 MB. Split it in two.")
    read = read_list(content, country=request.organisation.home_country)
    if not wrong and not (read.numbers or read.hashes):
        wrong["file"] = _("No mobile number and no SHA-256 hash stands in it. Choose a file with one on each line.")
    since = _since(sent.get("since", ""))
    if since is None:
        wrong["since"] = _("Choose a day that has been.")
    needed = {
        "because": _("Write why: whoever asks later needs to know."),
        "source": _("Write where the list comes from."),
    }
    wrong |= {name: says for name, says in needed.items() if not sent.get(name, "").strip()}
    purpose = sent.get("purpose", "")
    if sent.get("whose") not in ("own", "staff"):
        wrong["whose"] = _("Choose whose no it is: it decides what can lift it.")
    if wrong or since is None or (purpose and purpose not in purposes(request.cursor)):
        return _form(request, wrong=wrong, status=422)
    given = Given(
        own_doing=sent["whose"] == "own",
        purpose=purpose,
        since=since,
        because=sent["because"].strip()[:200],
        source=sent["source"].strip()[:200],
        salt=sent.get("salt", ""),
    )
    name = (file.name if file else None) or _("pasted")
    return redirect("block-file", file_id=bring_in_blocks(request.cursor, read, given, name=name, by=request.by))


def show(request: StaffRequest, file_id: int) -> HttpResponse:
    """One list: how it is going, or what came of it."""
    return render(request, "staff/blocks/file.html", _of(request, _found(request, file_id)))


def progress(request: StaffRequest, file_id: int) -> HttpResponse:
    """The living part of that page; the whole page when it is done."""
    file = _found(request, file_id)
    if file.state in ("done", "failed"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "staff/blocks/progress.html", _of(request, file))


def hand_out(request: StaffRequest) -> HttpResponse | FileResponse:
    """The list as CSV: as hashes, or as numbers for who may see them. Only numbers of contacts are known."""
    clear, salt = request.POST.get("as") == "numbers", request.POST.get("salt", "")
    out = tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024)  # noqa: SIM115 - the answer closes it
    words = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    rows = csv.writer(words, delimiter=";", lineterminator="\r\n")
    rows.writerow(["number" if clear else "sha256", "purpose", "since", "whose", "because", "source"])
    handed = left_out = 0
    for entry in each_block(request.cursor):
        if entry.identity is None:
            left_out += 1
            continue
        handed += 1
        number = entry.identity.number
        rows.writerow(
            [
                number if clear else hashed(number, salt=salt),
                entry.purpose,
                entry.since.isoformat(),
                "own" if entry.own_doing else "staff",
                harmless(entry.because),
                harmless(entry.source),
            ]
        )
    words.detach()
    audit(request.cursor, actor=request.by, act="blocks.export", clear=clear, handed=handed, left_out=left_out)
    out.seek(0)
    day = timezone.localdate().isoformat()
    return FileResponse(
        out, as_attachment=True, filename=f"sparrlista-{day}.csv", content_type="text/csv; charset=utf-8"
    )


def _since(day: str) -> datetime | None:
    """The beginning of a day, now at the latest."""
    found = parse_date(day) if len(day) == 10 else None
    if found is None or found > timezone.localdate():
        return None
    return timezone.make_aware(datetime.combine(found, datetime.min.time()))


def _form(request: StaffRequest, *, wrong: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    if wrong:
        messages.error(request, next(iter(wrong.values())), extra_tags="not")
    marketing = [(slug, said(one.name)) for slug, one in purposes(request.cursor).items() if one.kind == "marketing"]
    return render(
        request,
        "staff/blocks/bring_in.html",
        {
            "sent": request.POST,
            "wrong": wrong or {},
            "since": request.POST.get("since") or timezone.localdate().isoformat(),
            "purposes": [("", _("All marketing")), *marketing],
        },
        status=status,
    )


def _found(request: StaffRequest, file_id: int) -> BlockFile:
    file = block_file(request.cursor, file_id)
    if file is None:
        raise Http404
    return file


def _of(request: StaffRequest, file: BlockFile) -> dict[str, object]:
    names = {slug: said(one.name) for slug, one in purposes(request.cursor).items()}
    going = file.state not in ("done", "failed")
    return {
        "file": file,
        "purpose": names.get(file.purpose, file.purpose) or _("all marketing"),
        "job": job_of(file, now=timezone.now()) if going else None,
        "lines": file.numbers + file.hashes,
    }
