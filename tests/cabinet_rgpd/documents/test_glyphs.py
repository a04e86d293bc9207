import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabinet_rgpd.documents.fonts import covered
from cabinet_rgpd.documents.glyphs import printable


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Reçu n° 4 — « à valider »\u00a0: 12\u202f000 €", "Reçu n° 4 — « à valider »\u00a0: 12\u202f000 €"),
        ("ligne\n\tsuivante\r\n", "ligne\n\tsuivante\r\n"),
        ("bravo 😀", "bravo □"),
        ("سلام", "سلام"),
        ("שלום", "□□□□"),
        ("ｆｕｌｌ", "full"),
        ("\u2460 \u33a1", "1 m2"),
        ("a\u0007b\u200ec\ufe0f", "abc"),
        ("a\u2028b\u3000c", "a b c"),
        ("\ue000", "□"),
        ("", ""),
    ],
)
def test_only_what_the_font_lacks_is_replaced(text, drawn):
    assert printable(text, covered()) == drawn


@given(st.text())
def test_what_is_returned_can_always_be_drawn(text):
    assert all(ord(letter) in covered() or letter in "\t\n\r\f" for letter in printable(text, covered()))


@given(st.text())
def test_making_a_text_printable_twice_changes_nothing_more(text):
    once = printable(text, covered())
    assert printable(once, covered()) == once
