"""Files as shops export them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.intake.columns import guess_mapping
from samtycke.intake.table import TableUnreadable, decode

TEXT = "Mobil;Namn;Ort\r\n070-174 06 05;Åsa Öberg;Malmö\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_a_spreadsheet_writes_is_read(encoding):
    table = decode(TEXT.encode(encoding))
    assert table.columns == ("Mobil", "Namn", "Ort")
    assert next(table.rows()).cells == ("070-174 06 05", "Åsa Öberg", "Malmö")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_delimiter_is_found(delimiter):
    table = decode(TEXT.replace(";", delimiter).encode())
    assert table.delimiter == delimiter
    assert len(table.columns) == 3


def test_commas_inside_cells_do_not_mislead_it():
    table = decode(b"Mobil;Ordalydelse\n0701740605;Ja, skicka, tack, hej\n")
    assert table.delimiter == ";"


def test_a_row_is_named_by_the_line_it_begins_on():
    """Quoted newlines and empty lines count, as they do in an editor."""
    table = decode(b'a;b\n1;"x\ny"\n\n2;z\n')
    assert [(row.line, row.cells[0]) for row in table.rows()] == [(2, "1"), (5, "2")]


def test_excels_own_line_settles_the_delimiter_and_keeps_the_lines():
    table = decode(b"sep=,\nMobil,Namn\n0701740605,Bo\n")
    assert (table.delimiter, table.columns) == (",", ("Mobil", "Namn"))
    assert next(table.rows()).line == 3


def test_text_that_was_decoded_wrongly_before_is_noticed():
    assert decode("Mobil;Namn\n1;Ã…sa\n".encode()).mangled
    assert not decode(TEXT.encode()).mangled


def test_columns_have_names_of_their_own():
    assert decode(b"a;;a\n1;2;3\n").columns == ("a", "#2", "a (3)")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04rest of a workbook"])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(TableUnreadable):
        decode(content)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fall(content):
    """Anything is a table or is refused."""
    try:
        table = decode(content)
    except TableUnreadable:
        return
    for row in table.rows():
        assert row.line >= 1


def test_swedish_and_english_headers_are_guessed():
    assert guess_mapping(["Mobil", "Namn", "Samtycke gavs", "Hur", "Ordalydelse", "Kundnummer", "Butik"]) == {
        "Mobil": "number",
        "Namn": "name",
        "Samtycke gavs": "consented_at",
        "Hur": "method",
        "Ordalydelse": "wording",
    }
    english = "number,name,purpose,method,consented_at,wording,source,category,sold_at,collected_in_sale,informed,"
    english = (english + "offered_refusal,refused,customer_until").split(",")
    assert guess_mapping(english) == {name: name for name in english}


def test_a_bare_date_is_the_consents_unless_there_is_another():
    assert guess_mapping(["Mobil", "Datum"])["Datum"] == "consented_at"
    assert "Datum" not in guess_mapping(["Mobil", "Datum", "Köpdatum"])


def test_the_columns_our_own_refusals_add_are_ignored():
    mapping = guess_mapping(["Mobil", "Rad i filen", "Vad som är fel"])
    assert mapping["Rad i filen"] == mapping["Vad som är fel"] == "-"


@pytest.mark.parametrize("content", [b";".join([b"a"] * 50_000), b"Mobil;Namn\n0701740605;" + b"x" * 1_200_000])
def test_a_file_made_to_keep_us_busy_is_refused_at_once(content):
    """Tens of thousands of columns, or a cell without an end."""
    with pytest.raises(TableUnreadable):
        list(decode(content).rows())
