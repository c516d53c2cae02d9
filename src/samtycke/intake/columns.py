"""What a column holds, guessed from its header in Swedish or English."""

from __future__ import annotations

import re
from collections.abc import Iterable

FIELDS = (
    "number",
    "name",
    "purpose",
    "method",
    "consented_at",
    "wording",
    "source",
    "category",
    "sold_at",
    "collected_in_sale",
    "informed",
    "offered_refusal",
    "refused",
    "customer_until",
    "relation",
    "cancelled",
)
"""What a row can say. Any other column is an attribute that texts may use as {{column}}."""

IGNORED = "-"
"""A column that is mapped to this is read by nobody."""

_HEADERS = {
    "number": "nummer mobil mobilnummer mobilnr mobiltelefon mobiltelefonnummer telefon telefonnummer telefonnr "
    "tel tfn phone phonenumber mobile mobilenumber mobilephone cell cellphone msisdn smsnummer kundensmobil to",
    "name": "namn kundnamn fullname fulltnamn kund customer customername helanamnet",
    "purpose": "syfte ändamål samtyckesändamål consentpurpose",
    "method": "metod hur sätt insamlingssätt samtyckessätt insamlat optinmethod consentmethod how",
    "consented_at": "samtyckegavs samtyckesdatum samtyckedatum samtycke samtyckt datumförsamtycke consentdate "
    "consentedat consent consentat optindate optinat samtyckegivet medgivandedatum when",
    "wording": "ordalydelse lydelse formulering samtyckestext samtyckestexten text visadtext consenttext "
    "consentwording words",
    "source": "källa ursprung varifrån kanal insamlingsställe origin channel ordernummer ordernr order orderid "
    "ordernumber kvittonummer",
    "category": "kategori produktkategori varugrupp produktgrupp varukategori productcategory productgroup",
    "sold_at": "köpdatum köpt köp senasteköp senasteköpet försäljningsdatum såld såldes orderdatum orderdate "
    "purchasedate purchasedat purchased saledate soldat boughtat lastpurchase",
    "collected_in_sale": "insamlatvidköp insamlatiköpet numretvidköpet lämnatvidköp uppgavsvidköp lämnadesvidköp "
    "collected collectedatsale",
    "informed": "informerad informerades fickinformation upplyst told",
    "offered_refusal": "kundetackanej erbjödstackanej erbjödsattavstå erbjudenavböja kundeavböja erbjudenneka "
    "refusaloffered offered optoutoffered",
    "refused": "tackadenej tackatnej avböjde avböjt nejtack declined optedout",
    "customer_until": "kundtill kundtillochmed kundtom slutdatum prenumerationtill customeruntil until subscriptionend",
    "relation": "kundrelation slagavköp relationtype",
    "cancelled": "annullerad annullerat makulerad makulerat avbeställd avbeställt återköpt returnerad returnerat retur "
    "canceled returned refunded",
}
_FIELD_OF = {header: field for field, headers in _HEADERS.items() for header in (*headers.split(),)} | {
    field.replace("_", ""): field for field in FIELDS
}
_OUR_OWN = {"radifilen", "lineinfile", "orsak", "reason", "vadsomärfel", "whatiswrong"}
"""The columns our own file of refusals adds: it can be mended and dropped straight back."""
_DATES = {"datum", "date", "dag"}


def guess_mapping(columns: Iterable[str]) -> dict[str, str]:
    """Column to field. The first column that fits a field takes it; a column without one is an attribute.

    A column called only "Datum" is when the consent was given, unless another says so or there is a sale.
    """
    mapping: dict[str, str] = {}
    columns = list(columns)
    for column in columns:
        plain = _plain(column)
        if plain in _OUR_OWN:
            mapping[column] = IGNORED
        elif (field := _FIELD_OF.get(plain)) and field not in mapping.values():
            mapping[column] = field
    if not {"consented_at", "sold_at"} & set(mapping.values()):
        for column in columns:
            if _plain(column) in _DATES:
                mapping[column] = "consented_at"
                break
    return mapping


def _plain(header: str) -> str:
    return re.sub(r"[\W_]+", "", header.casefold())
