import datetime as dt
import re
import uuid
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from cabinet_rgpd.documents.rendering import render_pdf
from registry.law import dated
from registry.retention import pictures, readings
from registry.retention.records import RetentionRecord

ON = dt.date(2026, 11, 23)


def rules(*names, **content):
    found = []
    for name in names:
        parameter = dated.get(f"retention.{name}")
        fields = readings.content_of(parameter, parameter.on(ON)) | content
        found.append(RetentionRecord(id=uuid.uuid4(), version=1, **fields))
    return found


def every_rule():
    return rules(*(parameter.name for parameter in dated.all_parameters("retention")))


def draw(picture):
    return render_to_string("components/retention_strips.html", {"picture": picture})


def per_cent(text):
    assert re.fullmatch(r"\d+(\.\d+)?%", text)
    return float(text[:-1])


def test_the_patient_file_is_five_years_in_use_and_fifteen_in_archive():
    [picture] = pictures.pictures(rules("patient_file"))
    [bar] = picture.bars
    assert [segment.kind.name for segment in bar.segments] == ["active", "archive"]
    active, archive = (per_cent(segment.width) for segment in bar.segments)
    assert archive == pytest.approx(3 * active, abs=0.05)
    assert [tick.label for tick in picture.ticks] == ["0", "5", "10", "15", "20\u00a0ans"]


def test_a_use_that_lasts_until_an_event_stands_before_the_event():
    [picture] = pictures.pictures(rules("accounting_bnc"))
    until, archive = picture.bars[0].segments
    assert (until.kind.name, archive.kind.name) == ("until", "archive")
    assert per_cent(until.x) + per_cent(until.width) < per_cent(archive.x)


def test_what_has_no_term_reaches_the_end_of_the_scale():
    [picture] = pictures.pictures(rules("breaches", "patient_file"))
    last = picture.bars[0].segments[-1]
    assert last.kind.name == "open"
    assert per_cent(last.x) + per_cent(last.width) > 99


def test_every_bar_stays_inside_the_drawing_and_none_vanishes():
    for picture in pictures.pictures(every_rule()):
        for bar in picture.bars:
            assert bar.segments
            for segment in bar.segments:
                assert per_cent(segment.width) >= pictures.SMALLEST
                assert per_cent(segment.x) + per_cent(segment.width) <= 100.01
            assert all(len(line) <= pictures.LETTERS for _, line in bar.lines)


def test_rules_written_or_changed_by_the_structure_are_counted_and_not_drawn():
    changed = rules("appointments", text="6 mois, puis suppression.")
    own = [RetentionRecord(id=uuid.uuid4(), version=1, name="Badges", text="3 mois")]
    assert pictures.pictures(changed + own) == ()
    assert pictures.not_drawn(changed + own + rules("patient_file")) == 2


def test_a_long_table_is_cut_into_pictures_on_one_scale():
    cut = pictures.pictures(every_rule(), per_picture=20)
    assert [len(picture.bars) for picture in cut[:-1]] == [20] * (len(cut) - 1)
    assert len({picture.ticks for picture in cut}) == 1
    assert len({picture.ident for picture in cut}) == len(cut)


def test_the_drawing_is_well_formed_and_says_the_same_in_words():
    [picture] = pictures.pictures(every_rule())
    root = ElementTree.fromstring(draw(picture))
    title = root.find("title")
    assert title.get("id") == root.get("aria-labelledby") == picture.ident
    for rule in every_rule():
        assert f"{rule.name}\u00a0: {rule.text}" in title.text
    assert "style" not in {name for element in root.iter() for name in element.attrib}


def test_no_number_is_written_with_a_decimal_comma():
    [picture] = pictures.pictures(every_rule())
    drawn = draw(picture)
    assert not re.search(r'="\d+,\d', drawn)


def test_the_same_drawing_stands_in_a_pdf_with_its_own_colours():
    [picture] = pictures.pictures(rules("patient_file"))
    drawn = draw(picture)
    assert 'fill="#0f5c63"' in drawn
    html = f'<!doctype html><html lang="fr"><head><title>Essai</title></head><body><h1>Essai</h1>{drawn}</body></html>'
    assert render_pdf(html).startswith(b"%PDF")
