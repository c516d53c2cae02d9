"""For what somebody's data were opened, said to them (GDPR 15(1)(a); CJEU C-579/21 Pankki S, points 61 to 83).

They are entitled to when, and for what; not to who of the staff it was, unless they cannot otherwise see whether it was
right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

PURPOSES: dict[str, dict[str, str]] = {
    "list": {"sv": "För att se vilka som får sms", "en": "To see who may be texted"},
    "contact": {"sv": "För att se vad som gäller för dig", "en": "To see what holds for you"},
    "number": {"sv": "För att läsa ditt nummer", "en": "To read your number"},
    "search": {"sv": "För att hitta dig på ditt nummer", "en": "To find you by your number"},
    "message": {"sv": "För att se varför ett sms skickades eller inte", "en": "To see why a text was sent or not"},
    "inbox": {"sv": "För att läsa svar på sms", "en": "To read replies to texts"},
    "campaign": {"sv": "För att se vilka ett utskick gick till", "en": "To see whom a campaign went to"},
    "preview": {"sv": "För att välja vilka ett utskick går till", "en": "To choose whom a campaign goes to"},
    "blocks": {"sv": "För att sköta spärrlistan", "en": "To keep the block list"},
    "log": {"sv": "För att granska vem som tittat", "en": "To review who has looked"},
    "import": {"sv": "För att läsa in en fil", "en": "To read in a file"},
    "interest": {"sv": "För att svara den som är intresserad", "en": "To answer somebody who is interested"},
    "export": {"sv": "För att ta ut en fil", "en": "To take out a file"},
    "statement": {"sv": "För att svara en myndighet", "en": "To answer an authority"},
    "proof": {"sv": "För att visa ett bevis", "en": "To show a proof"},
    "scan": {"sv": "För att se ett skannat papper", "en": "To see a scanned paper"},
    "record": {"sv": "För att skriva in vad du sagt", "en": "To write down what you said"},
    "request": {"sv": "För att svara på en begäran från dig", "en": "To answer a request of yours"},
    "phone": {"sv": "För att prova sms", "en": "To try texts"},
    "api": {"sv": "För att ett annat system frågade", "en": "Another system asked"},
    "decision": {"sv": "För att avgöra om ett sms får skickas", "en": "To decide whether a text may be sent"},
    "explain": {"sv": "För att förklara varför ett sms skickades eller inte", "en": "To explain why a text was sent"},
    "other": {"sv": "För annat arbete", "en": "For other work"},
}
"""For what each sort of read is done."""


def with_purpose(reads: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reads of a person's data as they stand in their copy, each with its purpose in words."""
    return [{**one, "purpose": PURPOSES.get(one["sort"], PURPOSES["other"])} for one in reads]
