"""PDUs are read as they were written, however the octets arrive, and bad ones are refused."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.carriers.smpp import pdu
from samtycke.carriers.smpp.parts import Assembler, Place, header, placed
from samtycke.carriers.smpp.texts import _said, _said_oddly, normal_ref, read_receipt, read_text


def gsm(octets, coding):
    return read_text(octets, coding, "gsm")


octets = st.binary(max_size=160)
units = st.tuples(st.integers(0, 0xFFFFFFFF), st.integers(0, 0xFF), st.integers(1, 0x7FFFFFFF), octets)


@given(st.lists(units, max_size=8), st.integers(1, 40))
def test_units_are_the_same_wherever_the_stream_is_cut(written, size):
    stream = b"".join(pdu.pack(command, sequence, body, status) for command, status, sequence, body in written)
    buffer, read = bytearray(), []
    for at in range(0, len(stream), size):
        buffer += stream[at : at + size]
        read += [(unit.command, unit.status, unit.sequence, unit.body) for unit in pdu.unpack(buffer)]
    assert read == written
    assert not buffer


@given(st.from_regex(r"\+[1-9][0-9]{6,14}|[0-9]{3,6}|[A-Za-z]{3,11}", fullmatch=True), octets, st.sampled_from([0, 8]))
def test_a_text_is_read_as_it_was_written(source, message, coding):
    body = pdu.pack_sm(source, "+46701740605", message, data_coding=coding, registered=1,
                       tlvs=pdu.pack_tlv(pdu.TLV_MESSAGE_STATE, b"\2"))  # fmt: skip
    sm = pdu.unpack_sm(body)
    assert (sm.source, sm.destination) == (source.lstrip("+"), "46701740605")
    assert (sm.message, sm.data_coding, sm.registered) == (message, coding, 1)
    assert sm.tlvs == {pdu.TLV_MESSAGE_STATE: b"\2"}


@given(st.binary(max_size=300))
def test_any_octets_are_read_or_refused(junk):
    """No octets crash the reader."""
    with suppress(pdu.Malformed):
        list(pdu.unpack(bytearray(junk)))
    with suppress(pdu.Malformed):
        sm = pdu.unpack_sm(junk)
        placed(sm)
        read_receipt(sm, "same")


def test_an_impossible_length_is_refused_at_once():
    with pytest.raises(pdu.Malformed):
        list(pdu.unpack(bytearray(b"\xff\xff\xff\xff" + bytes(12))))


@given(st.permutations(range(1, 6)))
def test_parts_are_put_together_in_any_order(order):
    assembler: Assembler[int] = Assembler(gsm)
    whole = None
    for number in order:
        whole = assembler.add("a", "b", Place(7, 5, number), str(number).encode(), 0, number)
    assert whole == ("12345", list(order))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=2), st.data())
def test_a_character_cut_in_two_by_its_sender_is_whole_again(text, data):
    octets = text.encode("utf-16-be")
    cut = data.draw(st.integers(0, len(octets)))
    assembler: Assembler[int] = Assembler(gsm)
    assert assembler.add("a", "b", Place(7, 2, 2), octets[cut:], 8, 2) is None
    assert assembler.add("a", "b", Place(7, 2, 1), octets[:cut], 8, 1) == (text, [2, 1])


def test_parts_in_two_codings_are_each_read_in_their_own():
    assembler: Assembler[int] = Assembler(gsm)
    assembler.add("a", "b", Place(7, 2, 1), b"hej ", 0, 1)
    assert assembler.add("a", "b", Place(7, 2, 2), "då”".encode("utf-16-be"), 8, 2) == ("hej då”", [1, 2])


def test_what_has_come_of_a_text_is_read_when_no_more_comes():
    assembler: Assembler[int] = Assembler(gsm, patience=0.05)
    assembler.add("a", "b", Place(7, 3, 3), b"slut", 0, 3)
    assembler.add("a", "b", Place(7, 3, 1), b"STOPP ", 0, 1)
    assert list(assembler.overdue()) == []
    time.sleep(0.06)
    assert list(assembler.overdue()) == [("a", "b", "STOPP slut", [3, 1])]
    assert list(assembler.overdue()) == []


def test_a_part_says_where_it_belongs():
    body = pdu.pack_sm("a", "+461", header(300, 3, 2) + b"hej", data_coding=0, esm_class=pdu.ESM_UDHI)
    assert placed(pdu.unpack_sm(body)) == (Place(300 & 0xFF, 3, 2), b"hej")
    wide = bytes((6, 8, 4, 1, 44, 3, 2)) + b"hej"
    body = pdu.pack_sm("a", "+461", wide, data_coding=0, esm_class=pdu.ESM_UDHI)
    assert placed(pdu.unpack_sm(body)) == (Place(300, 3, 2), b"hej")


@pytest.mark.parametrize(
    ("text", "tlvs", "ref", "state"),
    [
        ("id:00AB12 sub:001 dlvrd:001 stat:DELIVRD err:000 text:", b"", "ab12", "delivered"),
        ("id:1 stat:UNDELIV err:011", b"", "1", "failed"),
        ("id:1 stat:EXPIRED err:011", b"", "1", "expired"),
        ("", pdu.pack_tlv(0x1E, b"77\0") + pdu.pack_tlv(0x427, b"\2"), "77", "delivered"),
        ("id:9 stat:ACCEPTD", b"", "9", "accepted"),
    ],
)
def test_receipts_are_read_in_the_forms_that_carriers_send(text, tlvs, ref, state):
    body = pdu.pack_sm("+461", "71000", text.encode(), data_coding=0, esm_class=4, tlvs=tlvs)
    receipt = read_receipt(pdu.unpack_sm(body), "same")
    assert receipt is not None
    assert (receipt.ref, receipt.state) == (ref, state)


@pytest.mark.parametrize(
    ("stat", "err", "state"),
    [("UNDELIV", "009", "left"), ("UNDELIV", "011", "failed"), ("DELIVRD", "009", "delivered")],
)
def test_a_receipt_may_say_that_the_person_has_left(stat, err, state):
    body = pdu.pack_sm("+461", "71000", f"id:1 stat:{stat} err:{err}".encode(), data_coding=0, esm_class=4)
    receipt = read_receipt(pdu.unpack_sm(body), "same", frozenset({"009"}))
    assert receipt is not None
    assert receipt.state == state


@given(st.from_regex(r"id:\S* sub:\S{0,3} dlvrd:\S{0,3} submit date:\S{0,6} done date:\S{0,6} stat:\S{0,9} err:\S{0,4} "
                     r"(text:.{0,20})?", fullmatch=True))  # fmt: skip
def test_the_usual_receipt_is_read_as_any_other(said):
    assert _said(said) == _said_oddly(said)


def test_a_receipt_is_not_mistaken_by_the_text_it_repeats():
    body = pdu.pack_sm("+461", "71000", b"id:7 stat:DELIVRD err:000 text:id:9 stat:UNDELIV", data_coding=0, esm_class=4)
    receipt = read_receipt(pdu.unpack_sm(body), "same")
    assert receipt is not None
    assert (receipt.ref, receipt.state) == ("7", "delivered")


@pytest.mark.parametrize(
    ("message", "coding", "alphabet", "text"),
    [
        (b"\x0f{|\x1be", 0, "gsm", "åäö€"),
        (b"\xe5\xe4\xf6", 0, "latin1", "åäö"),
        (b"\xe5\xe4\xf6", 3, "gsm", "åäö"),
        (b"\x0f{|", 0xF1, "latin1", "åäö"),
        (b"g\x0f{", 1, "gsm", "gåä"),
        (b"a@b.se {x}", 1, "gsm", "a@b.se {x}"),
        ("å😀".encode("utf-16-be"), 8, "gsm", "å😀"),
        (b"\xd8\x3d\x00a\x00", 8, "gsm", "\ufffda\ufffd"),
        (b"\x00\x00\x00a", 8, "gsm", "\ufffda"),
    ],
)
def test_a_text_is_read_in_the_coding_it_says_and_never_holds_what_no_database_stores(message, coding, alphabet, text):
    assert read_text(message, coding, alphabet) == text


@pytest.mark.parametrize(
    ("ids", "response", "receipt"),
    [
        ("same", "0000123", "123"),
        ("same", "00AB12-Ff", "ab12-ff"),
        ("receipt-hex", "0123", "7B"),
        ("receipt-hex", "123", "0000007b"),
        ("receipt-decimal", "0000007B", "123"),
        ("receipt-decimal", "not-a-number", "NOT-A-NUMBER"),
    ],
)
def test_a_receipt_finds_the_id_of_the_response_in_whatever_form(ids, response, receipt):
    for body in (
        pdu.pack_sm("+461", "71000", f"id:{receipt} stat:DELIVRD".encode(), data_coding=0, esm_class=4),
        pdu.pack_sm("+461", "71000", b"", data_coding=0, tlvs=pdu.pack_tlv(0x1E, receipt.encode() + b"\0")),
    ):
        read = read_receipt(pdu.unpack_sm(body), ids)
        assert read is not None
        assert read.ref == normal_ref(response)
