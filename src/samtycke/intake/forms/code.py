"""The text by which a number confirms a form: the code, in a service text."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import Spec
from samtycke.intake.code import VALID
from samtycke.intake.say import organisation_of, say
from samtycke.sms import Number

ABOUT = "form_code"
_TEXTS = {
    # The figures stand together and after the word, so that phones offer to fill them in.
    "sv": "{name}: Din kod är {code}. Skriv den i formuläret så får du våra SMS. Gäller i 10 minuter. "
    "Har du inte bett om den behöver du inte göra något.",
    "en": "{name}: Your code is {code}. Enter it in the form and you will get our texts. Valid for 10 minutes. "
    "If you didn't ask for it, you don't have to do anything.",
}


def send_code(cursor: CursorWrapper, code: str, number: Number, *, sender: str, language: str, now: datetime) -> None:
    """Text the code: a service text without advertising, owed to be able to show a consent (GDPR 7(1)).

    Raises:
        NotDeclared: the organisation no longer has this sender.
    """
    # Braces in a name would be read as a placeholder when the text is rendered.
    name = organisation_of(cursor).name.replace("{", "(").replace("}", ")")
    body = _TEXTS[language].format(name=name, code=code)
    spec = Spec(kind="service", purpose=ABOUT, body=body, sender=sender, legal_basis="legal_obligation")
    say(cursor, spec, number, now=now, valid_for=VALID)
