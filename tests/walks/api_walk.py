"""Steps 2 to 7 of a lawful campaign over the API alone: from a CSV to a handset, and a STOPP back.

    python tests/walks/api_walk.py samtycke-data/demo.json

Needs a running `samtycke up` and nothing but Python. It can be walked again and again: each time somebody new says
STOPP, of forty people from the series of numbers set aside for fiction.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

WORDING = "Ja, skicka erbjudanden från Skobutiken på SMS, högst 2 i månaden. Jag kan avsluta när jag vill."


class Program:
    """A running Samtycke, called as a customer's program would call it."""

    def __init__(self, demo: dict[str, Any]) -> None:
        self.url: str = demo["url"]
        self.key: str = demo["api_key"]["live"]

    def get(self, path: str) -> Any:
        return self._call("GET", path, None, "", 200)

    def post(self, path: str, body: object = None, *, expect: int = 200, media_type: str = "application/json") -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        return self._call("POST", path, data, media_type, expect)

    def _call(self, method: str, path: str, data: bytes | None, media_type: str, expect: int) -> Any:
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": "en"}
        if data is not None:
            headers |= {"Content-Type": media_type, "Idempotency-Key": str(uuid.uuid4())}
        status, content = _asked(Request(self.url + "/api/v1" + path, data, headers, method=method))
        assert status == expect, f"{method} {path}: {status} {content.decode()}"
        return json.loads(content) if content.startswith(b"{") else content

    def handset(self, number: str) -> list[dict[str, Any]]:
        """The texts a virtual phone has received."""
        _status, content = _asked(Request(f"{self.url}/phone/{quote(number)}.json"))
        texts: list[dict[str, Any]] = json.loads(content)["texts"]
        return texts

    def reply(self, number: str, *, to: str, text: str) -> None:
        """Send a text from a virtual phone."""
        body = json.dumps({"to": to, "text": text}).encode()
        headers = {"Content-Type": "application/json"}
        status, content = _asked(Request(f"{self.url}/phone/{quote(number)}/reply", body, headers))
        assert status == 200, content


def _asked(request: Request) -> tuple[int, bytes]:
    try:
        with urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read()


def main(demo_json_path: str | Path) -> None:
    """Walk. Every step says what it found; the first that is not as promised ends it with the reason."""
    demo = json.loads(Path(demo_json_path).read_text(encoding="utf-8"))
    program = Program(demo)
    leaver = import_people(program, demo)
    campaign = compose(program, demo, leaver)
    preview(program, demo, campaign)
    arrived = send(program, campaign, leaver)
    say_stop(program, demo, campaign, leaver)
    withheld = send_again(program, demo, leaver)
    explain(program, campaign, leaver, arrived, withheld)
    say("Walked through.")


def import_people(program: Program, demo: dict[str, Any]) -> str:
    """Step 2: a file as a shop exports it. Returns somebody in it who has not said no on an earlier walk."""
    say("2. Import a CSV: semicolons, Windows-1252, national numbers, a duplicate, junk")
    query = urlencode({"purpose": demo["purpose"], "method": "web_form", "wording": WORDING, "source": "Klubben"})
    first = imported(program, query)
    assert first["rows"] == 44, first
    assert first["accepted"] == 41, first
    refused = [(one["line"], one["field"], one["reason"]) for one in first["refusals"]]
    assert refused == [(43, "number", "unreadable"), (44, "consented_at", "missing"), (45, "number", "landline")], (
        refused
    )
    say(f"   {first['accepted']} rows in, {first['refused']} refused, as {first['refusals'][0]['message']!r}")
    mend = program.get(f"/imports/{first['id']}/refusals.csv").decode("utf-8-sig")
    assert len(mend.splitlines()) == 4, mend
    again = imported(program, query)
    assert again["unchanged"] == again["accepted"], again
    say("   the same file again changes nothing")
    for number in _people():
        if decided(program, demo, number)["verdict"] == "allow":
            return number
    raise AssertionError("everybody in the file has said STOPP: start over with a new data folder")


def imported(program: Program, query: str) -> dict[str, Any]:
    """Send the file and wait until it has been read."""
    queued = program.post(f"/imports?{query}", _file(), expect=202, media_type="text/csv")
    state: dict[str, Any] = until(
        "the import is done",
        lambda: program.get(f"/imports/{queued['id']}"),
        lambda found: found["state"] in ("done", "failed"),
    )
    assert state["state"] == "done", state
    return state


def compose(program: Program, demo: dict[str, Any], leaver: str) -> int:
    """Step 3: a text for a purpose, about goods, to some numbers of whom different things are known."""
    say("3. Compose a campaign")
    known = demo["numbers"]
    draft = program.post(
        "/campaigns",
        {
            "name": "Höstens skor",
            "text": "Hej {{name|du}}! Höstens skor är här.",
            "purpose": demo["purpose"],
            "categories": [demo["category"]],
            "sender": demo["sender"],
            "audience": {"numbers": [leaver, known["customer"], known["opted_out"], known["stranger"]]},
        },
        expect=201,
    )
    assert draft["state"] == "draft", draft
    return int(draft["id"])


def preview(program: Program, demo: dict[str, Any], campaign: int) -> None:
    """Step 4: who may be texted on which basis, who not and under which rule."""
    say("4. Preview")
    found = program.post(f"/campaigns/{campaign}/preview")
    assert found["recipients"] == 4, found
    assert found["allowed"] == {"consent": 1, "soft_opt_in": 1}, found
    assert sum(found["withheld"].values()) == 2, found
    assert found["segments"] == 2, found
    for rule, people in found["withheld"].items():
        say(f"   withheld under {rule}: {people}")
    for name in ("opted_out", "stranger"):
        decision = decided(program, demo, demo["numbers"][name])
        assert decision["verdict"] == "deny", decision
        assert decision["rule"] in found["withheld"], decision
        assert decision["citation"], decision
        say(f"   {name}: {decision['citation']}: {decision['explanation']['en']}")


def send(program: Program, campaign: int, leaver: str) -> dict[str, Any]:
    """Step 5: approve, send, watch; the text arrives on the phone with its way out. Returns the text that arrived."""
    say("5. Approve and send")
    before = len(program.handset(leaver))
    early = program.post(f"/campaigns/{campaign}/send", expect=409)
    assert early["type"] == "wrong-state", early
    program.post(f"/campaigns/{campaign}/approve")
    program.post(f"/campaigns/{campaign}/send")
    sent = until(
        "the campaign is sent",
        lambda: program.get(f"/campaigns/{campaign}"),
        lambda found: found["state"] == "sent",
    )
    assert sent["messages"]["withheld"] == 2, sent
    assert sent["total"] == 4, sent
    texts = until("the text arrives", lambda: program.handset(leaver), lambda found: len(found) > before)
    text: dict[str, Any] = texts[-1]
    assert "Höstens skor" in text["text"], text
    assert "STOPP" in text["text"], text
    say(f"   on the phone: {text['text']!r}")
    delivered = until(
        "receipts are in",
        lambda: program.get(f"/campaigns/{campaign}"),
        lambda found: found["messages"].get("delivered") == 2,
    )
    say(f"   {delivered['messages']}")
    return text


def say_stop(program: Program, demo: dict[str, Any], campaign: int, leaver: str) -> None:
    """Step 6: STOPP. Within a second the number is suppressed, and a confirmation comes, once."""
    say("6. Reply STOPP")
    before = len(program.handset(leaver))
    program.reply(leaver, to=demo["inbound_number"], text="STOPP")
    began = time.monotonic()
    until(
        "the number is suppressed",
        lambda: decided(program, demo, leaver),
        lambda found: found["verdict"] == "deny",
        seconds=1,
    )
    say(f"   suppressed after {time.monotonic() - began:.2f} s")
    texts = until("a confirmation comes", lambda: program.handset(leaver), lambda found: len(found) > before)
    say(f"   on the phone: {texts[-1]['text']!r}")
    found = until(
        "the campaign shows it",
        lambda: program.get(f"/campaigns/{campaign}"),
        lambda found: found["opted_out"] == 1,
    )
    assert found["replies"] == 1, found
    program.reply(leaver, to=demo["inbound_number"], text="Stop.")
    time.sleep(1)
    assert len(program.handset(leaver)) == before + 1, "one confirmation is enough"


def send_again(program: Program, demo: dict[str, Any], leaver: str) -> int:
    """Step 6, the end: whoever said no is withheld, with the law that says so. Returns the withheld message."""
    refused = program.post(
        "/messages",
        {
            "to": leaver,
            "text": "Har du ångrat dig?",
            "purpose": demo["purpose"],
            "categories": [demo["category"]],
            "sender": demo["sender"],
        },
        expect=422,
    )
    assert refused["type"] == "withheld", refused
    say(f"   sent again: withheld under {refused['rule']}, {refused['citation']}")
    say(f"   {refused['explanation']['sv']}")
    return int(refused["message_id"])


def explain(program: Program, campaign: int, leaver: str, arrived: dict[str, Any], withheld: int) -> None:
    """Step 7: every message has its history and its explanation."""
    say("7. Every message is explained")
    messages = program.get(f"/messages?campaign={campaign}")["items"]
    assert len(messages) == 4, messages
    for message in messages:
        reasons = program.get(f"/messages/{message['id']}/explanation")
        assert reasons["decision"]["rule"] == message["rule"], reasons
        assert reasons["decision"]["citation"], reasons
        assert reasons["rules"], reasons
    (theirs,) = (message for message in messages if message["to"] == leaver)
    assert theirs["text"] == arrived["text"], theirs
    assert [one["state"] for one in theirs["history"]] == ["planned", "leased", "sent", "delivered"], theirs
    now = program.get(f"/messages/{theirs['id']}/explanation")
    assert (now["decision"]["verdict"], now["now"]["verdict"]) == ("allow", "deny"), now
    state = program.get(f"/messages/{withheld}")
    assert (state["state"], state["to"]) == ("withheld", leaver), state
    say(f"   then: {now['decision']['explanation']['en']}")
    say(f"   now:  {now['now']['explanation']['en']}")


def decided(program: Program, demo: dict[str, Any], number: str) -> dict[str, Any]:
    """Whether an offer may go to a number."""
    asked = {"to": number, "kind": "marketing", "purpose": demo["purpose"], "categories": [demo["category"]]}
    decision: dict[str, Any] = program.post("/decisions", asked)
    assert list(decision) == ["verdict", "basis", "rule", "citation", "explanation", "until", "pack"], decision
    return decision


def _people() -> list[str]:
    """Forty numbers of the series for fiction that the demo does not use."""
    return [f"+467017406{place:02}" for place in range(50, 90)]


def _file() -> bytes:
    """What a shop's system exports."""
    lines = ["Mobilnummer;Namn;Samtyckesdatum;Butik"]
    for place, number in enumerate(_people()):
        national = f"0{number[3:5]}-{number[5:8]} {number[8:10]} {number[10:]}"
        lines.append(f"{number if place % 2 else national};Åke Nr {place};2026-03-{place % 28 + 1:02};Umeå")
    junk = ["inget;Skräp;2026-03-01;", "070-174 06 98;Utan datum;;", "08-123 456 78;Fast telefon;2026-03-01;"]
    lines += [lines[1], *junk]
    return "\r\n".join(lines).encode("cp1252")


def until(what: str, look: Callable[[], Any], good: Callable[[Any], bool], *, seconds: float = 60) -> Any:
    """Look until it is good. What was seen last is the reason when it never is."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if good(found):
            return found
        assert time.monotonic() < deadline, f"waited {seconds} s until {what}; last seen: {found}"
        time.sleep(0.05)


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "samtycke-data/demo.json")
