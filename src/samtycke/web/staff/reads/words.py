"""The sorts of read and of reader, as the log of reads says them to whoever watches over it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from samtycke.organisations.door import Role

Words = str | Promise

SORTS: dict[str, Words] = {
    "contact": gettext_lazy("Opened the person's page"),
    "number": gettext_lazy("Showed the number"),
    "search": gettext_lazy("Looked up a number"),
    "message": gettext_lazy("Opened a text"),
    "inbox": gettext_lazy("Read replies"),
    "list": gettext_lazy("Looked through a list"),
    "campaign": gettext_lazy("Looked at a campaign's people"),
    "preview": gettext_lazy("Looked at who a campaign reaches"),
    "blocks": gettext_lazy("Looked at the block list"),
    "request": gettext_lazy("Handled a request from a person"),
    "statement": gettext_lazy("Made a statement to an authority"),
    "proof": gettext_lazy("Took out a proof"),
    "scan": gettext_lazy("Opened a scanned paper"),
    "record": gettext_lazy("Wrote down what a person said"),
    "import": gettext_lazy("Looked at a file's refused rows"),
    "export": gettext_lazy("Took out a file of people"),
    "interest": gettext_lazy("Looked at who is interested"),
    "log": gettext_lazy("Looked at this log"),
    "phone": gettext_lazy("Looked at the virtual phones"),
    "api": gettext_lazy("Asked over the API"),
    "decision": gettext_lazy("Asked what may be sent"),
    "explain": gettext_lazy("Asked at the command line"),
    "other": pgettext_lazy("a sort of read", "Something else"),
}
_OTHERS: dict[str, Words] = {
    "api": pgettext_lazy("who reads", "A key of the API"),
    "operator": pgettext_lazy("who reads", "The operator"),
}


def role(name: str) -> Words:
    """What a role is called; a key and the operator have none, and are told as what they are."""
    if name in _OTHERS:
        return _OTHERS[name]
    return Role(name).label if name in Role.values else name
