"""An organisation as the demo and the tests have it: Skobutiken, a shoe shop.

No quiet hours and no frequency cap, so that it can be tried at any hour.
"""

from __future__ import annotations

from samtycke.organisations.door import Organisation, acting_for

_FACTS = [
    "Skobutiken i Staden AB",
    "556000-0000",  # nobody's: its check digit is wrong
    "Storgatan 1, 111 22 Stockholm",
    "fragor@skobutiken.example",
    "08-465 004 00",
    "skobutiken.example",
    "den virtuella operatören",
]
_PURPOSES = [
    ("offers", "Erbjudanden", "Offers", "marketing", None),
    ("events", "Nya butiker och evenemang", "New shops and events", "marketing", None),
    ("orders", "Beställning och leverans", "Orders and delivery", "service", "contract"),
]
_CATEGORIES = [
    ("shoes", "Skor", "Shoes"),
    ("boots", "Stövlar", "Boots"),
    ("bags", "Väskor", "Bags"),
    ("insurance", "Försäkringar", "Insurance"),
]


def make_organisation(
    slug: str, *, name: str = "Skobutiken", sender: str = "Skobutiken", inbound: str = "71000"
) -> Organisation:
    """Make an organisation that can send at once: purposes, goods, a sender, prices, a route for replies."""
    organisation = Organisation.objects.create(
        slug=slug, name=name, settings={"quiet_hours": None, "per_24h": None, "per_7d": None}
    )
    with acting_for(organisation.pk) as cursor:
        for purpose in _PURPOSES:
            cursor.execute(
                "INSERT INTO purpose (organisation_id, slug, name_sv, name_en, kind, legal_basis) "
                "VALUES (current_organisation(), %s, %s, %s, %s, %s)",
                purpose,
            )
        for category in _CATEGORIES:
            cursor.execute("INSERT INTO category VALUES (current_organisation(), %s, %s, %s)", category)
        cursor.execute(
            "INSERT INTO similar_category VALUES (current_organisation(), 'shoes', 'boots', 'Karin Berg', "
            "'Båda är skodon; den som köper skor väntar sig stövlar.')"
        )
        cursor.execute("INSERT INTO controller VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, '', %s)", _FACTS)
        cursor.execute("INSERT INTO sender VALUES (current_organisation(), %s, %s, 'phone')", [sender, inbound])
        cursor.execute("INSERT INTO price VALUES (current_organisation(), 'SE', 40)")
        cursor.execute(
            "INSERT INTO inbound_route VALUES ('phone', %s, '', current_organisation())",
            [inbound],
        )
    return organisation
