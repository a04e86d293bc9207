"""What a PDF says of its own text to those who cannot see it, where its glyphs alone do not: the letters, the language.

Noto Sans Arabic draws a letter as a shape that several letters share, with dots beside it. The table that a PDF holds from
glyphs to letters has one answer for each glyph and cannot tell such letters apart: each of them carries its own letter,
around what draws it, for who searches or copies, and each run of text its letters in the order in which they are read, for
who listens (ISO 32000-1, 14.9.4). A run in another language than the document's carries its language (14.9.2), as `lang`
says it in the HTML.

This leans on how WeasyPrint writes a line, whose version is pinned: `tests/cabinet_rgpd/documents/test_marking.py` reads it back.
"""

import re
from contextlib import contextmanager
from itertools import groupby

#: What WeasyPrint calls the tag of a run of text.
TEXT = "Span"
#: What it shows at once: glyphs in hexadecimal, four digits each, and the moves between them.
_SHOWN = re.compile(r"<([0-9a-f]*)>|([^<>]+)")


def tell(main_language: str, letters: frozenset[int]):
    """From now on, in this process, runs that are not in `main_language` say theirs, and lines that hold one of `letters`
    say each letter. Returns what ends the work, a finisher of WeasyPrint."""
    from weasyprint.draw import text as drawing
    from weasyprint.pdf.stream import Stream

    plain, told_runs = drawing.draw_first_line, {}

    @contextmanager
    def marked(stream, box, tag):
        if stream._tags is None:
            yield
            return
        place = len(stream._tags)
        stream._tags[box] = {"tag": tag, "mcid": place}
        if tag == TEXT and not letters.isdisjoint(map(ord, box.text)):
            told_runs[stream, place] = box.text
        stream.begin_marked_content(tag, _properties(place, box.style["lang"] if tag == TEXT else "", main_language))
        try:
            yield
        finally:
            stream.end_marked_content()

    def draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix):
        if letters.isdisjoint(map(ord, textbox.text)) or text_overflow == "ellipsis" or block_ellipsis != "none":
            return plain(stream, textbox, text_overflow, block_ellipsis, matrix)
        told = _Told(stream, _letters(textbox.pango_layout))
        try:
            return plain(told, textbox, text_overflow, block_ellipsis, matrix)
        finally:
            told.close()

    Stream.marked = marked
    drawing.draw_first_line = draw_first_line
    return lambda document, pdf: _finish(pdf, told_runs)


def _finish(pdf, told_runs):
    """Give the element of the structure that holds a run its letters, from `{(stream, place in it): letters}`."""
    import pydyf

    if not told_runs:
        return
    content = {each.reference: each["Contents"] for each in pdf.objects if _type(each) == "/Page"}
    by_stream = {(stream.reference, place): text for (stream, place), text in told_runs.items()}
    for element in pdf.objects:
        if _type(element) == "/StructElem" and element["S"] == f"/{TEXT}" and len(element["K"]) == 1:
            text = by_stream.get((content.get(element["Pg"]), element["K"][0]))
            if text:
                element["ActualText"] = pydyf.String(text)


def _type(thing):
    return thing.get("Type") if isinstance(thing, dict) else None


def _properties(place, language, main_language):
    import pydyf

    said = {"MCID": place}
    if language and language != main_language:
        said["Lang"] = pydyf.String(language)
    return pydyf.Dictionary(said)


def _letters(layout):
    """For each glyph of the first line, in the order in which they are drawn: (what it belongs to, its text).

    A letter is told where the pen advances; the dots above or below it, which take no room, tell nothing more.
    """
    from weasyprint.text.ffi import ffi, pango

    text, found = layout.text.encode(), []
    run = layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        item, glyphs, run = run.data.item, run.data.glyphs, run.next
        starts = [glyphs.log_clusters[place] for place in range(glyphs.num_glyphs)]
        edges = sorted({*starts, item.length})
        ends = dict(zip(edges, edges[1:], strict=False))
        widths = [glyphs.glyphs[place].geometry.width for place in range(glyphs.num_glyphs)]
        bodies = {start for start, width in zip(starts, widths, strict=True) if width}
        for place, (start, width) in enumerate(zip(starts, widths, strict=True)):
            if glyphs.glyphs[place].glyph != pango.PANGO_GLYPH_EMPTY:
                begins, ends_at, body = (
                    item.offset + start,
                    item.offset + ends[start],
                    bool(width) or start not in bodies,
                )
                found.append(((begins, body), text[begins:ends_at].decode() if body else ""))
    return found


class _Told:
    """A stream that opens around each cluster of glyphs the text that they draw."""

    def __init__(self, stream, letters):
        self._stream, self._letters, self._cluster = stream, iter(letters), None

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def show_text(self, string):
        # What moves the pen before a glyph belongs to it; what moves it after the last one stands alone.
        pieces, moves = [], []
        for glyphs, move in _SHOWN.findall(string):
            moves += [move] if move else []
            for place in range(0, len(glyphs), 4):
                pieces.append((next(self._letters), f"{' '.join(moves)}<{glyphs[place : place + 4]}>"))
                moves = []
        for (cluster, text), each in groupby(pieces, key=lambda piece: piece[0]):
            self._open(cluster, text)
            self._stream.show_text("".join(shown for _, shown in each))
        if moves:
            self._stream.show_text(" ".join(moves))

    def close(self):
        if self._cluster is not None:
            self._stream.end_marked_content()
            self._cluster = None

    def _open(self, cluster, text):
        import pydyf

        if cluster == self._cluster:
            return
        self.close()
        self._stream.begin_marked_content(TEXT, pydyf.Dictionary({"ActualText": pydyf.String(text)}))
        self._cluster = cluster
