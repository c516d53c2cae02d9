"""The service texts this room sends, in the organisation's language. GSM-7 only, no way out, no invitation back:
that would be marketing.
"""

from __future__ import annotations

from samtycke.organisations.door import Organisation

_OPT_OUT_CONFIRMED = {
    "sv": "Klart. Du får inga fler erbjudanden från {name}.",
    "en": "Done. You won't get any more offers from {name}.",
}
_HELP = {
    "sv": "{name}: Svara STOPP så får du inga fler erbjudanden.",
    "en": "{name}: Reply STOP and you get no more offers.",
}


def opt_out_confirmed(organisation: Organisation) -> str:
    """The answer to STOPP, once."""
    return in_language(_OPT_OUT_CONFIRMED, organisation)


def help_text(organisation: Organisation) -> str:
    """The answer to HJÄLP."""
    return in_language(_HELP, organisation)


def in_language(texts: dict[str, str], organisation: Organisation, **words: str) -> str:
    """A text in the organisation's language. Braces in a name would be read as a placeholder when it is rendered."""
    text = texts.get(organisation.language, texts["en"])
    plain = {
        key: word.replace("{", "(").replace("}", ")") for key, word in {"name": organisation.name, **words}.items()
    }
    return text.format(**plain)
