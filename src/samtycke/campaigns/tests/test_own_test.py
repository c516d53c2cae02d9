"""A text of a test account reaches one real phone: that of whoever asks for it, who has shown that it is theirs."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.conf import settings

from samtycke.campaigns.door import Content, NoOwnNumber, NothingLeft, create, send_test
from samtycke.gate.door import allowance, messages_of, opt_out, own_number, send
from samtycke.gate.envelope import Spec
from samtycke.gate.tests.scene import number, people, take, yes
from samtycke.intake.door import (
    OwnShown,
    ask_own_number,
    confirm_own_number,
    forget_own_codes,
    leave_own_number,
    waiting_own_number,
)
from samtycke.intake.own_number import _PER_NUMBER
from samtycke.ledger.door import find_contact, history
from samtycke.organisations.door import (
    OWN_TEST,
    Membership,
    Organisation,
    Role,
    Staff,
    TooMany,
    acting_for,
    go_live,
    keyring,
    open_purposes,
)
from samtycke.sms import Number

SHOWN = OwnShown("Ja, skicka provtexter till min telefon när jag ber om dem. Jag kan sluta när jag vill.", "sv")
OFFER = Content("Höst", "Hej {{name}}! Höstens skor är här.", "offers", ("shoes",), "Skobutiken")


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def real(settings):
    """An installation with a carrier, and two tests a day, three in all."""
    settings.TRIAL, settings.TRIAL_CARRIER, settings.TRIAL_SENDER = (2, 3), "acme", "Samtycke"


@pytest.fixture
def lina(organisation):
    staff = Staff.objects.create_user(f"lina@{organisation.slug}.se", "hemligt", name="Lina")
    Membership.objects.create(organisation=organisation, staff=staff, role=Role.MARKETER)
    return staff


def mine(organisation) -> Number:
    """A phone nobody else has asked with: how often it may be asked for is counted for all accounts together."""
    return number(7_000_000 + organisation.pk)


def code_to(organisation, to=None) -> str:
    to = to or mine(organisation)
    with acting_for(organisation.pk) as cursor:
        text = messages_of(cursor, find_contact(cursor, to.e164))[0].text
    return re.search(r"\d{3} \d{3}", text)[0]


def ask(organisation, staff, to=None, *, at=None):
    with acting_for(organisation.pk) as cursor:
        ask_own_number(cursor, to or mine(organisation), staff_id=staff.pk, shown=SHOWN, now=at or now())


def confirm(organisation, staff, code: str, *, at=None):
    with acting_for(organisation.pk) as cursor:
        return confirm_own_number(cursor, code, staff_id=staff.pk, name=staff.name, now=at or now())


def confirmed(organisation, staff, to=None):
    ask(organisation, staff, to)
    assert confirm(organisation, staff, code_to(organisation, to)) == "confirmed"


def tried(organisation, staff, *, at=None):
    with acting_for(organisation.pk) as cursor:
        draft = create(cursor, OFFER, by=staff.name, now=now())
        account = Organisation.objects.get(pk=organisation.pk)
        return send_test(cursor, draft, staff_id=staff.pk, test_account=account.test_account, now=at or now())


def envelope_of(organisation, to=None):
    to = to or mine(organisation)
    with acting_for(organisation.pk) as cursor:
        return messages_of(cursor, find_contact(cursor, to.e164))[0].envelope


def left(organisation, *, at=None) -> int:
    with acting_for(organisation.pk) as cursor:
        return allowance(cursor, now=at or now()).left


def blocked(to) -> None:
    """Only the owner of the database may write that list."""
    with psycopg.connect(os.environ["SAMTYCKE_TEST_OWNER_URL"]) as owner:
        for key in keyring().number_keys(to.e164):
            owner.execute("INSERT INTO platform_suppression VALUES (%s, now(), 'test')", [key])


def test_a_test_leaves_by_the_real_carrier_with_a_way_out(organisation, lina, real):
    """As the recipients get it, but from a name of the installation's, since a test account has registered none."""
    confirmed(organisation, lina)
    sent = tried(organisation, lina)
    assert (sent.state, sent.decision.rule) == ("planned", "mfl19.consent")
    sealed = envelope_of(organisation)
    assert (sealed.carrier, sealed.sender, sealed.inbound_number, sealed.own) == ("acme", "Samtycke", "", True)
    leased = take(organisation, lane="acme/marketing")
    assert leased.messages[0].number == mine(organisation).e164
    assert leased.messages[0].text.startswith("Hej Lina! Höstens skor är här.")
    assert "/u/" in leased.messages[0].text
    assert left(organisation) == 1


def test_the_yes_stands_in_the_ledger_for_that_purpose_alone(organisation, lina, real):
    """Two steps, shown words, sealed proof; an offer to everybody does not rest on it, and nobody may choose it."""
    confirmed(organisation, lina)
    with acting_for(organisation.pk) as cursor:
        (said,) = history(cursor, find_contact(cursor, mine(organisation).e164))
        assert (said.kind, said.purpose, said.method, said.door) == ("consent", OWN_TEST, "double_opt_in", "form")
        offered = send(cursor, Spec("marketing", "offers", "Rea", ("shoes",)), mine(organisation), now=now())
        assert OWN_TEST not in open_purposes(cursor)
    assert offered.state == "withheld"
    assert left(organisation) == 2


def test_everything_else_of_a_test_account_ends_at_the_virtual_phone(organisation, lina, real):
    confirmed(organisation, lina)
    people(organisation, yes(1))
    with acting_for(organisation.pk) as cursor:
        send(cursor, Spec("marketing", "offers", "Rea", ("shoes",)), number(1), now=now())
        send(cursor, Spec("service", "orders", "Din order är klar", test=True), mine(organisation), now=now())
        found = [messages_of(cursor, find_contact(cursor, to.e164))[0] for to in (number(1), mine(organisation))]
    assert [(one.envelope.carrier, one.envelope.own) for one in found] == [("phone", False)] * 2


def test_the_quota_is_a_day_s_and_the_account_s(organisation, lina, real):
    confirmed(organisation, lina)
    begun = now()
    for _ in range(2):
        tried(organisation, lina, at=begun)
    with pytest.raises(NothingLeft) as refused:
        tried(organisation, lina, at=begun)
    assert not refused.value.in_all
    tomorrow = begun + timedelta(days=1)
    assert left(organisation, at=tomorrow) == 1
    tried(organisation, lina, at=tomorrow)
    with pytest.raises(NothingLeft) as refused:
        tried(organisation, lina, at=tomorrow + timedelta(days=1))
    assert refused.value.in_all


def test_what_nothing_is_left_for_ends_at_the_virtual_phone(organisation, lina, real):
    """Also where nobody asked what is left, as a program over the API."""
    confirmed(organisation, lina)
    carriers = []
    for _ in range(3):
        with acting_for(organisation.pk) as cursor:
            send(cursor, Spec("service", "orders", "Din order är klar"), mine(organisation), now=now())
        carriers.append(envelope_of(organisation).carrier)
    assert carriers == ["acme", "acme", "phone"]


def test_what_the_law_keeps_costs_nothing(organisation, lina, real):
    confirmed(organisation, lina)
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, mine(organisation), because="STOPP", door="sms", now=now())
    assert tried(organisation, lina).state == "withheld"
    assert left(organisation) == 2


def test_nobody_confirms_somebody_else_s_phone(organisation, other_organisation, lina, real):
    """The code is theirs only who hold the phone, and only for whoever asked, in the account they asked in."""
    ask(organisation, lina)
    code = code_to(organisation)
    ask(other_organisation, lina, number(7_777_002))
    assert confirm(other_organisation, lina, code) == "wrong"
    tries = [confirm(organisation, lina, "000000" if code != "000 000" else "111111") for _ in range(5)]
    assert tries == ["wrong"] * 4 + ["spent"]
    assert confirm(organisation, lina, code) == "spent"
    with pytest.raises(NoOwnNumber):
        tried(organisation, lina)


def test_a_code_is_worth_ten_minutes_and_asked_for_a_few_times_a_day(organisation, lina, real):
    ask(organisation, lina)
    with pytest.raises(TooMany):
        ask(organisation, lina)
    assert confirm(organisation, lina, code_to(organisation), at=now() + timedelta(minutes=10)) == "too_late"
    begun = datetime(2027, 3, 1, 6, tzinfo=UTC)
    for turn in range(_PER_NUMBER):
        ask(organisation, lina, number(7_777_003), at=begun + timedelta(minutes=2 * turn))
    with pytest.raises(TooMany):
        ask(organisation, lina, number(7_777_003), at=begun + timedelta(minutes=30))


def test_a_number_on_the_platform_s_list_gets_no_code_and_the_page_says_nothing_of_it(organisation, lina, real):
    to = number(7_777_004)
    blocked(to)
    ask(organisation, lina, to)
    with acting_for(organisation.pk) as cursor:
        assert find_contact(cursor, to.e164) is None
        assert waiting_own_number(cursor, lina.pk, now=now()).number == to


def test_a_phone_that_comes_on_the_platform_s_list_later_gets_nothing(organisation, lina, real):
    to = number(7_777_005)
    confirmed(organisation, lina, to)
    tried(organisation, lina)
    blocked(to)
    assert take(organisation, lane="acme/marketing").messages == ()
    assert tried(organisation, lina).state == "withheld"
    assert envelope_of(organisation, to).carrier == "phone"


@pytest.mark.parametrize("end", ["live", "left", "let-go"])
def test_the_rule_ends_and_what_was_on_its_way_under_it_ends_too(organisation, lina, real, end):
    """With the test account, with the phone, and with whoever worked there."""
    confirmed(organisation, lina)
    assert len(take(organisation, lane="acme/service").messages) == 1  # the code
    with acting_for(organisation.pk) as cursor:
        send(cursor, Spec("service", "orders", "Din order är klar"), mine(organisation), now=now())
    with acting_for(organisation.pk) as cursor:
        if end == "live":
            go_live(cursor, Organisation.objects.get(pk=organisation.pk), by="Karin", now=now())
        elif end == "left":
            leave_own_number(cursor, staff_id=lina.pk, name="Lina", now=now())
        else:
            Membership.objects.filter(staff=lina).delete()
    assert take(organisation, lane="acme/service").messages == ()
    with acting_for(organisation.pk) as cursor:
        (gone, *_) = messages_of(cursor, find_contact(cursor, mine(organisation).e164))
        assert gone.state == "failed"
        send(cursor, Spec("service", "orders", "Din order är klar"), mine(organisation), now=now())
    assert envelope_of(organisation).carrier == "phone"


def test_taking_the_phone_away_takes_the_yes_back(organisation, lina, real):
    confirmed(organisation, lina)
    with acting_for(organisation.pk) as cursor:
        leave_own_number(cursor, staff_id=lina.pk, name="Lina", now=now())
        assert own_number(cursor, lina.pk) is None
        assert (
            send(cursor, Spec("marketing", OWN_TEST, "Hej", ("shoes",)), mine(organisation), now=now()).state
            == "withheld"
        )
    ask(organisation, lina, at=now() + timedelta(minutes=2))
    assert confirm(organisation, lina, code_to(organisation), at=now() + timedelta(minutes=3)) == "confirmed"
    assert tried(organisation, lina, at=now() + timedelta(minutes=4)).state == "planned"


def test_the_operator_turns_it_off(organisation, lina, real, settings):
    settings.TRIAL = (0, 0)
    confirmed(organisation, lina)
    tried(organisation, lina)
    assert envelope_of(organisation).carrier == "phone"


def test_without_a_real_carrier_it_is_tried_on_the_virtual_phone(organisation, lina, real, settings):
    settings.TRIAL_CARRIER = "phone"
    confirmed(organisation, lina)
    tried(organisation, lina)
    assert (envelope_of(organisation).sender, left(organisation)) == ("Skobutiken", 1)


def test_a_code_that_nobody_answers_leaves_nothing(organisation, lina, real):
    ask(organisation, lina)
    with acting_for(organisation.pk) as cursor:
        met = find_contact(cursor, mine(organisation).e164)
        assert forget_own_codes(cursor, now=now()) == []
        assert forget_own_codes(cursor, now=now() + timedelta(hours=2)) == [met]
        assert waiting_own_number(cursor, lina.pk, now=now()) is None


def test_an_installation_says_how_many_or_off():
    from samtycke.ops.settings import trial

    assert (trial("10/100"), trial("off")) == ((10, 100), (0, 0))
    with pytest.raises(ValueError, match="not enough values"):
        trial("ten")
    assert len(settings.TRIAL) == 2
