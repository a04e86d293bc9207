import logging
import os
import signal
import subprocess
import sys
import time
from io import BytesIO

import pikepdf
import pytest

from cabinet_rgpd.documents import rendering
from cabinet_rgpd.documents.rendering import MESSAGES, RenderError, fingerprint, render_pdf


def page(body: str, *, head: str = "", lang: str = "fr") -> str:
    return f'<!doctype html><html lang="{lang}"><head><title>Essai</title>{head}</head><body>{body}</body></html>'


def refusal(html: str, **limits) -> RenderError:
    with pytest.raises(RenderError) as caught:
        render_pdf(html, **limits)
    return caught.value


def test_the_same_html_gives_the_same_bytes():
    html = page("<h1>Bonjour</h1><p><strong>Deux</strong> graisses</p>")
    first = render_pdf(html)
    time.sleep(1.1)
    assert render_pdf(html) == first


def test_a_page_without_any_style_of_its_own_is_set_in_the_font_of_the_house():
    with pikepdf.open(BytesIO(render_pdf(page("<h1>Bonjour</h1><p style='font-family:Arial'>à tous</p>")))) as pdf:
        names = {str(o.FontName) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o}
    assert names
    assert all("Source-Sans-3" in name for name in names)


def test_emoji_and_foreign_scripts_do_not_stop_a_document():
    assert render_pdf(page("<h1>😀 سلام 中 &#128512; e\u0301 \ud83d \x01</h1>")).startswith(b"%PDF-")


def test_a_picture_inside_the_document_is_accepted():
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    html = page(f'<h1>Image</h1><p><img alt="un point" src="data:image/png;base64,{pixel}"></p>')
    with pikepdf.open(BytesIO(render_pdf(html))) as pdf:
        images = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert images
        assert not any(image.get("/Interpolate", False) for image in images)


@pytest.mark.parametrize(
    "html",
    [
        page('<h1>x</h1><img alt="x" src="http://127.0.0.1:9/x.png">'),
        page('<h1>x</h1><img alt="x" src="file:///etc/hostname">'),
        page('<h1>x</h1><img alt="x" src="HTTPS://www.example.org/x.png">'),
        page("<h1>x</h1>", head="<style>@import 'http://127.0.0.1:9/x.css';</style>"),
        page(
            "<h1>x</h1>", head="<style>@font-face{font-family:y;src:url(file:///etc/hostname)}h1{font-family:y}</style>"
        ),
        page("<h1>x</h1>", head="<style>h1{background:url(file:///etc/hostname)}</style>"),
        page("<h1>x</h1>", head='<link rel="stylesheet" href="file:///etc/hostname">'),
        page("<h1>x</h1>", head='<link rel="attachment" href="file:///etc/hostname">'),
        page('<h1>x</h1><object data="file:///etc/hostname">x</object>'),
        page('<h1>x</h1><img alt="x" src="asset:../../manage.py">'),
        page('<h1>x</h1><img alt="x" src="asset:absent.png">'),
        page(
            '<h1>x</h1><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title>'
            '<image href="file:///etc/hostname" width="9" height="9"/></svg>'
        ),
    ],
)
def test_nothing_outside_is_ever_loaded(html):
    error = refusal(html)
    assert error.code == "refused"
    assert str(error) == MESSAGES["refused"]


@pytest.mark.parametrize(
    "html",
    [
        page('<h1>x</h1><img alt="x" src="x.png">'),
        page('<h1>x</h1><p><a href="#absent">x</a></p>'),
        page("<h1>x</h1>").replace(' lang="fr"', ""),
        page('<h1>x</h1><img alt="" src="data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\'/>">'),
    ],
)
def test_a_fault_in_a_template_is_said_and_not_printed(html):
    assert refusal(html).code == "content"


def test_a_document_that_takes_too_long_is_stopped():
    assert refusal(page("<table>" + "<tr><td>a<td>b<td>c" * 20_000 + "</table>"), seconds=1.5).code == "time"


def test_a_document_that_takes_too_much_memory_is_stopped():
    assert refusal(page("<p>mot</p>" * 60_000), megabytes=250, seconds=60).code == "memory"


def test_a_worker_that_waits_for_memory_until_the_clock_stops_it_is_said_to_lack_memory():
    script = "b = bytearray(300 << 20); import time; time.sleep(60)"
    for megabytes, code in ((350, "memory"), (4096, "time")):
        with pytest.raises(RenderError) as caught:
            rendering._run([sys.executable, "-c", script], b"", 2, megabytes)
        assert caught.value.code == code


def test_a_document_of_an_absurd_size_is_refused_before_any_work():
    assert refusal("x" * (rendering.LARGEST_HTML + 1)).code == "memory"


def test_a_queue_that_does_not_move_is_said():
    for _ in range(rendering.AT_ONCE):
        rendering._slots.acquire()
    try:
        assert refusal(page("x"), seconds=0.05).code == "busy"
    finally:
        for _ in range(rendering.AT_ONCE):
            rendering._slots.release()


def test_missing_system_libraries_are_named_in_french(tmp_path, monkeypatch):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpangoft2-1.0-0')")
    usual = rendering._environment()
    monkeypatch.setattr(
        rendering, "_environment", lambda: {**usual, "PYTHONPATH": f"{tmp_path}{os.pathsep}{usual['PYTHONPATH']}"}
    )
    error = refusal(page("<h1>x</h1>"))
    assert error.code == "libraries"
    assert "bibliothèques système" in str(error)
    assert "libpangoft2" in error.detail


def test_a_failure_is_logged_on_one_line(caplog):
    with caplog.at_level(logging.WARNING, logger="cabinet_rgpd.documents.rendering"):
        refusal(page('<h1>x</h1><p><a href="#a&#10;b">x</a></p>'))
    (record,) = caplog.records
    assert "\n" not in record.getMessage()


def test_the_worker_knows_neither_django_nor_the_secrets_of_the_server(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for the worker")
    code = "import sys, cabinet_rgpd.documents.worker, weasyprint; print('django' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=rendering._environment()
    )
    assert answer.stdout.strip() == "False"
    assert "SECRET_KEY" not in rendering._environment()


def test_the_fingerprint_changes_with_content_variant_and_style(monkeypatch):
    html = page("<h1>Bonjour</h1>")
    assert fingerprint(html) == fingerprint(html)
    assert len({fingerprint(html), fingerprint(html + " "), fingerprint(html, variant="pdf/a-3a")}) == 3
    before = fingerprint(html)
    monkeypatch.setattr(rendering.assets, "digest", lambda: "another style")
    assert fingerprint(html) != before


def test_messages_are_typeset_in_french():
    for message in MESSAGES.values():
        assert message.endswith(".")
        assert "'" not in message
        assert " :" not in message


def test_a_crash_of_a_native_library_is_tried_once_more(monkeypatch):
    tries = []

    def run(command, source, seconds, megabytes):
        tries.append(command)
        if len(tries) == 1:
            raise rendering._error(-signal.SIGSEGV, "")
        return b"%PDF-1.7"

    monkeypatch.setattr(rendering, "_run", run)
    assert render_pdf(page("<h1>x</h1>")) == b"%PDF-1.7"
    assert len(tries) == 2
