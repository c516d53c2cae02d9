"""The law's parameters are tightened freely and set aside only by name and reason."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.organisations.database import acting_for
from samtycke.organisations.models import Organisation
from samtycke.organisations.settings import (
    LAWS_OWN,
    SettingsRefused,
    change_settings,
    loosened,
    refusals,
    setting_changes,
)
from samtycke.policy import pack_for

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
TODAY = date(2026, 11, 26)


def wrong(settings, home="SE"):
    return [(one.field, one.reason, one.right) for one in refusals(settings, home=home, on=TODAY)]


@pytest.mark.parametrize(
    ("settings", "field", "reason", "right"),
    [
        ({"quite_hours": None}, "quite_hours", "unknown", None),
        ({"customer_months": None}, "customer_months", "not-off", ""),
        ({"customer_months": 13}, "customer_months", "over-the-law", "12"),
        ({"customer_months": 0}, "customer_months", "too-small", "1"),
        ({"consent_months": -3}, "consent_months", "too-small", "1"),
        ({"per_24h": -1}, "per_24h", "too-small", "1"),
        ({"per_7d": "fyra"}, "per_7d", "not-a-number", "1"),
        ({"per_7d": True}, "per_7d", "not-a-number", "1"),
        ({"quiet_hours": ["9", "x"]}, "quiet_hours", "not-hours", "21:00–08:00"),
        ({"quiet_hours": "21"}, "quiet_hours", "not-hours", "21:00–08:00"),
        ({"quiet_hours": ["08:00", "08:00"]}, "quiet_hours", "same-hour", "21:00–08:00"),
        # In France nothing goes between 20 and 8 whatever an organisation says.
        ({"quiet_hours": ["07:00", "21:00"]}, "quiet_hours", "no-time-left", "FR"),
    ],
)
def test_what_can_not_be_is_refused_with_which_field_and_what_would_be_right(settings, field, reason, right):
    ((on, because, mend),) = wrong(settings)
    assert (on, because) == (field, reason)
    assert right is None or mend == right


@pytest.mark.parametrize(
    "settings",
    [
        {}, {"customer_months": 12}, {"customer_months": 1}, {"consent_months": 24}, {"consent_months": None},
        {"quiet_hours": ["20:00", "10:00"]}, {"quiet_hours": None}, {"per_24h": 1, "per_7d": None},
    ],
)  # fmt: skip
def test_what_can_be_is_not_refused(settings):
    assert wrong(settings) == []


def test_where_the_law_sets_no_limit_more_months_are_possible():
    assert wrong({"customer_months": 24}, home="DE") == []
    assert loosened({"customer_months": 24}, home="DE", on=TODAY) == ("customer_months",)


@pytest.mark.parametrize(
    ("settings", "looser"),
    [
        ({"customer_months": 6, "consent_months": 12, "per_24h": 1, "per_7d": 2}, ()),
        ({"quiet_hours": ["20:00", "09:00"]}, ()),
        ({"quiet_hours": ["21:00", "08:00"]}, ()),
        ({"quiet_hours": ["22:00", "08:00"]}, ("quiet_hours",)),
        ({"quiet_hours": ["10:00", "14:00"]}, ("quiet_hours",)),
        ({"quiet_hours": None}, ("quiet_hours",)),
        ({"per_24h": None, "per_7d": 5}, ("per_24h", "per_7d")),
    ],
)
def test_looser_is_what_lets_a_text_go_that_good_practice_would_keep(settings, looser):
    assert loosened(settings, home="SE", on=TODAY) == looser


@given(st.times(), st.times(), st.times())
def test_hours_that_are_not_looser_hold_whenever_the_laws_own_do(start, end, clock):
    start, end = (one.replace(second=0, microsecond=0, fold=0) for one in (start, end))
    settings = {"quiet_hours": [f"{start:%H:%M}", f"{end:%H:%M}"]}
    if wrong(settings) or loosened(settings, home="SE", on=TODAY):
        return
    law, own = pack_for("SE"), pack_for("SE", settings)
    at = datetime.combine(TODAY, clock.replace(tzinfo=None, fold=0), law.timezone)
    assert law.quiet_end(at) is None or own.quiet_end(at) is not None


def test_tightening_needs_no_reason_and_is_remembered(organisation):
    change(organisation, {"per_24h": None, "per_7d": None, "quiet_hours": None, "customer_months": 6})
    assert kept(organisation)["customer_months"] == 6
    with acting_for(organisation.pk) as cursor:
        (said,) = setting_changes(cursor)
        cursor.execute("SELECT actor, detail FROM audit_entry WHERE act = 'settings.change'")
        ((actor, detail),) = cursor.fetchall()
    assert (said.name, said.was, said.became, said.by) == ("customer_months", LAWS_OWN, 6, "Karin Berg")
    assert actor == "Karin Berg"
    assert '"after": {"customer_months": 6}' in detail or detail["after"] == {"customer_months": 6}


def test_looser_without_a_reason_is_refused_and_nothing_is_saved(organisation):
    change(organisation, {})
    with pytest.raises(SettingsRefused) as refused:
        change(organisation, {"quiet_hours": None, "customer_months": 6})
    assert [(one.field, one.reason) for one in refused.value.refused] == [("quiet_hours", "no-reason")]
    assert kept(organisation) == {}


def test_looser_with_a_reason_is_saved_with_it(organisation):
    change(organisation, {})
    change(organisation, {"quiet_hours": None}, reason="Nattöppen mataffär; beslut 3 mars.")
    with acting_for(organisation.pk) as cursor:
        said = setting_changes(cursor)[0]
    assert (said.name, said.became, said.reason) == ("quiet_hours", None, "Nattöppen mataffär; beslut 3 mars.")


def test_what_is_looser_already_needs_no_new_reason_while_other_things_are_tightened(organisation):
    assert kept(organisation)["quiet_hours"] is None
    change(organisation, {**kept(organisation), "customer_months": 3})
    assert kept(organisation)["customer_months"] == 3


def test_saving_what_is_there_writes_nothing(organisation):
    assert change(organisation, kept(organisation)) == ()
    with acting_for(organisation.pk) as cursor:
        assert setting_changes(cursor) == []


def test_what_else_stands_in_the_settings_is_left(organisation):
    Organisation.objects.filter(pk=organisation.pk).update(settings={"home": "SE"})
    change(organisation, {"consent_months": 24})
    assert kept(organisation) == {"home": "SE", "consent_months": 24}


def test_nobody_sees_the_changes_of_others(organisation, other_organisation):
    change(organisation, {"consent_months": 24}, reason="Färska ja")
    with acting_for(other_organisation.pk) as cursor:
        assert setting_changes(cursor) == []


def change(organisation, settings, *, reason=""):
    """An empty dict takes all to the law's own, as tightening."""
    with acting_for(organisation.pk) as cursor:
        return change_settings(cursor, settings, by="Karin Berg", reason=reason, now=NOW)


def kept(organisation):
    return Organisation.objects.get(pk=organisation.pk).settings
