"""What sort of browser somebody used: enough for a proof, too little to know them again by."""

from __future__ import annotations

_SORTS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
          ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Mac OS X", "macOS"), ("Linux", "Linux"))  # fmt: skip


def browser_of(user_agent: str) -> str:
    """``Firefox, Android``: the sort and the system, without versions; empty for what says neither."""
    named = (next((name for sign, name in known if sign in user_agent), "") for known in (_SORTS, _SYSTEMS))
    return ", ".join(filter(None, named))
