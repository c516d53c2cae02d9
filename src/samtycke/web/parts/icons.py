"""The signs: inline SVG with currentColor, so that they live in both themes and in forced colours.

Verdicts differ in shape before they differ in colour: a filled circle, a ring, an octagon, a dashed diamond.
"""

from __future__ import annotations

_LINE = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'

_PATHS = {
    # verdicts
    "may": '<circle cx="12" cy="12" r="10" fill="currentColor"/>'
    '<path d="m7.4 12.4 3.1 3.1 6.2-6.6" fill="none" stroke="var(--surface)" stroke-width="2.3" '
    'stroke-linecap="round" stroke-linejoin="round"/>',
    "waits": '<circle cx="12" cy="12" r="8.9" fill="none" stroke="currentColor" stroke-width="2.2"/>'
    '<path d="M12 7.2V12l3.2 2" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" '
    'stroke-linejoin="round"/>',
    "not": '<path d="M8.1 2h7.8L22 8.1v7.8L15.9 22H8.1L2 15.9V8.1Z" fill="currentColor"/>'
    '<path d="m8.6 8.6 6.8 6.8m0-6.8-6.8 6.8" fill="none" stroke="var(--surface)" stroke-width="2.3" '
    'stroke-linecap="round"/>',
    "unknown": '<path d="M12 1.8 22.2 12 12 22.2 1.8 12Z" fill="none" stroke="currentColor" stroke-width="1.8" '
    'stroke-dasharray="3.2 2.4" stroke-linejoin="round"/>'
    '<path d="M9.9 10a2.2 2.2 0 1 1 3.2 2c-.7.4-1.1.8-1.1 1.6" fill="none" stroke="currentColor" stroke-width="1.9" '
    'stroke-linecap="round"/><circle cx="12" cy="16.3" r="1.15" fill="currentColor"/>',
}
_LINES = {
    # places
    "home": '<path d="M4 11.2 12 4l8 7.2V20h-5.5v-5.5h-5V20H4Z"/>',
    "campaigns": '<path d="M4 5.5h16v11H10.5L6 20v-3.5H4Z"/><path d="M8 9.5h8M8 12.7h5"/>',
    "contacts": '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.8 19.5c.5-3.6 2.9-5.6 6.2-5.6s5.7 2 6.2 5.6"/>'
    '<path d="M15.6 5.3a3.5 3.5 0 0 1 0 6.4m2 2.9c2 .7 3.2 2.4 3.6 4.9"/>',
    "consent": '<circle cx="8.8" cy="12" r="6"/><circle cx="15.2" cy="12" r="6"/>',
    "inbox": '<path d="M4 13.5 6.5 5h11l2.5 8.5V19H4Z"/><path d="M4 13.5h4.5l1.5 2.5h4l1.5-2.5H20"/>',
    "compliance": '<path d="M12 3.3 5 6v5.5c0 4.3 2.8 7.3 7 9.2 4.2-1.9 7-4.9 7-9.2V6Z"/>'
    '<path d="m8.8 11.9 2.3 2.3 4.2-4.5"/>',
    "settings": '<path d="M4 7h9m5 0h2M4 12h3m5 0h8M4 17h7m5 0h4"/><circle cx="15.5" cy="7" r="2.3"/>'
    '<circle cx="9.5" cy="12" r="2.3"/><circle cx="13.5" cy="17" r="2.3"/>',
    "more": '<circle cx="5.5" cy="12" r="1.2"/><circle cx="12" cy="12" r="1.2"/><circle cx="18.5" cy="12" r="1.2"/>',
    # acts and things
    "search": '<circle cx="10.8" cy="10.8" r="6.3"/><path d="m15.5 15.5 5 5"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2.4m0 14.2v2.4M2.5 12h2.4m14.2 0h2.4M5.3 5.3 7 7m10 10 '
    '1.7 1.7M18.7 5.3 17 7M7 17l-1.7 1.7"/>',
    "moon": '<path d="M19.5 14.3A8 8 0 0 1 9.7 4.5a8 8 0 1 0 9.8 9.8Z"/>',
    "screen": '<rect x="3" y="4.5" width="18" height="12" rx="1.5"/><path d="M8.5 20h7"/>',
    "file": '<path d="M6 3.5h8l4.5 4.5v12.5H6Z"/><path d="M14 3.5V8h4.5"/>',
    "drop": '<path d="M12 15.5V4.5m0 0L7.8 8.7M12 4.5l4.2 4.2"/><path d="M4 14.5v5h16v-5"/>',
    "download": '<path d="M12 4v11m0 0 4.2-4.2M12 15l-4.2-4.2"/><path d="M4 15.5v4.5h16v-4.5"/>',
    "law": '<path d="M12 4v16m-4 0h8M5 7.5h14M12 4.5 5 7.5m14 0-7-3"/><path d="m5 7.5-2.7 6h5.4Zm14 0-2.7 6h5.4Z"/>',
    "turn": '<path d="m9 5 7 7-7 7"/>',
    "back": '<path d="m15 5-7 7 7 7"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "tick": '<path d="m5 12.8 4.5 4.5L19 7.5"/>',
    "phone": '<rect x="6.5" y="2.5" width="11" height="19" rx="2.5"/><path d="M10.5 18.5h3"/>',
    "pen": '<path d="m4.5 19.5 1-4.5L16 4.5l3.5 3.5L9 18.5Z"/><path d="m13.5 7 3.5 3.5"/>',
    "seal": '<circle cx="12" cy="10" r="6"/><path d="m9.5 10 1.8 1.8 3.2-3.4M8.5 15.5 7 21l5-2 5 2-1.5-5.5"/>',
    "warn": '<path d="M12 4 21 19.5H3Z"/><path d="M12 10v4.5"/><circle cx="12" cy="17" r=".6" fill="currentColor"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5m0-8.7v.1"/>',
    "key": '<circle cx="8" cy="14.5" r="4"/><path d="m11 11.5 7.5-7.5M15.5 7l3 3m-5.5-.5 1.8 1.8"/>',
    "out": '<path d="M14 4.5h5.5v15H14M4 12h11m0 0-4-4m4 4-4 4"/>',
    "dot": '<circle cx="12" cy="12" r="5.5" fill="currentColor" stroke="none"/>',
    "ring": '<circle cx="12" cy="12" r="5.5"/>',
    "box": '<rect x="4" y="4" width="16" height="16" rx="1.5"/>',
    "square": '<rect x="6.5" y="6.5" width="11" height="11" fill="currentColor" stroke="none"/>',
}

NAMES = frozenset(_PATHS) | frozenset(_LINES)


def draw(name: str, *, css: str = "icon") -> str:
    """One sign as markup. It is decoration: the word stands beside it.

    Raises:
        KeyError: there is no sign of that name.
    """
    inner = _PATHS.get(name) or f"<g {_LINE}>{_LINES[name]}</g>"
    return f'<svg class="{css}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{inner}</svg>'
