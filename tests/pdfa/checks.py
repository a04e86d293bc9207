"""What a tagged PDF of the product must hold, looked at object by object with pikepdf (ISO 14289-1, ISO 19005)."""

import re
from io import BytesIO

import pikepdf

#: What the links of our documents may begin with.
ADDRESSES = ("https://", "http://", "mailto:", "tel:")
_TEXT = {"Tj", "TJ", "'", '"'}


def faults(content: bytes) -> list[str]:
    """What is wrong with a PDF, one sentence a fault; an empty list when nothing is."""
    with pikepdf.open(BytesIO(content)) as pdf:
        tags = elements(pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary()))
        return [
            *_identity(pdf), *_what_is_forbidden(pdf), *_files(pdf), *_headings(tags), *_alternatives(tags), *_tables(tags),
            *(fault for number, page in enumerate(pdf.pages, start=1) for fault in _page(pdf, page, number)),
        ]  # fmt: skip


def elements(node) -> list:
    """Every structure element under `node`, in reading order."""
    found = []
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *elements(kid)]
    return found


def _identity(pdf):
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "the metadata do not claim PDF/UA-1"
        if not str(metadata.get("dc:title", "")).strip() or metadata.get("dc:title") != str(pdf.docinfo.get("/Title")):
            yield "the title is empty, or is not the same in the metadata and in the information dictionary"
        if not metadata.get("dc:creator"):
            yield "nobody is named as the author"
    if not re.fullmatch(r"[a-z]{2}(-[A-Za-z]+)*", str(pdf.Root.get("/Lang", ""))):
        yield "the language is not told"
    if not pdf.Root.get("/MarkInfo", {}).get("/Marked") or pdf.Root.get("/MarkInfo", {}).get("/Suspects"):
        yield "the document is not marked"
    if "/StructTreeRoot" not in pdf.Root or "/ParentTree" not in pdf.Root.StructTreeRoot:
        yield "the document has no structure"
    if not pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "a reader would show the name of the file rather than the title"


def _what_is_forbidden(pdf):
    if "/Encrypt" in pdf.trailer:
        yield "the document is encrypted"
    if "/AcroForm" in pdf.Root:
        yield "the document holds a form"
    if "/OpenAction" in pdf.Root or "/AA" in pdf.Root or "/JavaScript" in pdf.Root.get("/Names", {}):
        yield "the document acts by itself"


def _files(pdf):
    found = [each.objgen for each in pdf.Root.get("/AF", [])]
    if len(found) != len(set(found)):
        yield "a file is associated twice"
    for each in pdf.Root.get("/AF", []):
        if "/AFRelationship" not in each or not str(each.get("/Desc", "")).strip() or "/Subtype" not in each.EF.F:
            yield f"the file {each.get('/UF')} does not say what it is"


def _headings(tags):
    levels = [int(str(tag.S)[2]) for tag in tags if re.fullmatch("/H[1-6]", str(tag.S))]
    if levels and levels[0] != 1:
        yield f"the first heading is of level {levels[0]}"
    for before, after in zip(levels, levels[1:], strict=False):
        if after > before + 1:
            yield f"a heading of level {after} comes after one of level {before}"


def _alternatives(tags):
    for tag in tags:
        if tag.S == "/Figure" and not str(tag.get("/Alt", tag.get("/ActualText", ""))).strip():
            yield "a drawing has no words"


def _tables(tags):
    for table in (tag for tag in tags if tag.S == "/Table"):
        cells = [tag for tag in elements(table) if tag.S in ("/TH", "/TD")]
        heads = {bytes(cell.ID) for cell in cells if cell.S == "/TH" and "/ID" in cell}
        if not heads:
            yield "a table has no header cell"
        for cell in cells:
            named = {bytes(head) for head in cell.get("/A", {}).get("/Headers", [])} if cell.S == "/TD" else heads
            if not named or not named <= heads:
                yield "a cell of a table names no header"
                break


def _page(pdf, page, number):
    for each in page.get_images().values():
        if each.get("/Interpolate", False):
            yield f"page {number}: a picture is interpolated"
    if "/Annots" in page and page.get("/Tabs") != "/S":
        yield f"page {number}: the order of the keyboard is not that of the structure"
    for annotation in page.get("/Annots", []):
        yield from (f"page {number}: {fault}" for fault in _link(pdf, annotation))
    for font in page.get("/Resources", {}).get("/Font", {}).values():
        yield from (f"page {number}: {fault}" for fault in _font(font))
    yield from (f"page {number}: {fault}" for fault in _shown(page))


def _link(pdf, annotation):
    if annotation.Subtype != "/Link":
        yield f"an annotation is a {annotation.Subtype}"
        return
    if not str(annotation.get("/Contents", "")).strip() or "/StructParent" not in annotation:
        yield "a link has no words or no place in the structure"
    address = str(annotation.get("/A", {}).get("/URI", ""))
    if address and not address.startswith(ADDRESSES):
        yield f"a link leads to {address}"
    name = annotation.get("/Dest", annotation.get("/A", {}).get("/D"))
    if isinstance(name, pikepdf.String) and str(name) not in _names(pdf):
        yield f"a link leads nowhere: {name}"
    if not address and name is None:
        yield "a link has no target"


def _names(pdf):
    tree = pdf.Root.get("/Names", {}).get("/Dests")
    return set(pikepdf.NameTree(tree)) if tree is not None else set()


def _font(font):
    if "/ToUnicode" not in font:
        yield f"{font.get('/BaseFont')} does not say which characters it draws"
    inner = font.get("/DescendantFonts", [font])[0]
    if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.get("/FontDescriptor", {}).keys()):
        yield f"{font.get('/BaseFont')} is not inside the document"


def _shown(page):
    """Text outside the structure and not marked as decoration, and characters that no font has (glyph 0)."""
    fonts, marked, wide = page.get("/Resources", {}).get("/Font", {}), 0, False
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            marked += 1
        elif name == "EMC":
            marked -= 1
        elif name == "Tf":
            wide = fonts[str(operands[0])].get("/Subtype") == "/Type0"
        elif name in _TEXT:
            if not marked:
                yield "a text stands outside the structure"
            parts = operands[-1] if isinstance(operands[-1], pikepdf.Array) else [operands[-1]]
            raw = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            if wide and 0 in {int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2)}:
                yield "a character is drawn as an empty box"
