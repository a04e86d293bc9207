"""What makes a PDF/A-3a of WeasyPrint valid as PDF/UA-1 too. Runs in the rendering process, on its objects.

PDF/A asks that a name outside its own list (here `pdfuaid`) be described by an extension schema in the metadata.
"""

import datetime as dt
import json
from dataclasses import dataclass

VARIANT = "pdf/a-3a"
#: Attachments carry a fixed date, so that the same content gives the same bytes; their own moment stands inside them.
WHEN = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)

_UNIVERSAL = b"""
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


@dataclass(frozen=True)
class Attachment:
    """A file inside a PDF. `relationship`: Source, Data, Supplement… (ISO 32000-2, 7.11.3)."""

    name: str
    content: bytes
    description: str
    relationship: str = "Supplement"


def packed(html: bytes, attachments) -> bytes:
    """What the rendering process reads when there are attachments: a line of JSON, the HTML, then each file."""
    header = {
        "html": len(html),
        "files": [
            {"name": each.name, "size": len(each.content), "description": each.description, "as": each.relationship}
            for each in attachments
        ],
    }
    return json.dumps(header).encode("ascii") + b"\n" + html + b"".join(each.content for each in attachments)


def unpacked(source: bytes) -> tuple[bytes, list[Attachment]]:
    """The HTML and the attachments of what `packed` made."""
    line, _, rest = source.partition(b"\n")
    header = json.loads(line)
    html, place, files = rest[: header["html"]], header["html"], []
    for each in header["files"]:
        content = rest[place : place + each["size"]]
        files.append(Attachment(each["name"], content, each["description"], each["as"]))
        place += each["size"]
    return html, files


def finish(document, pdf) -> None:
    """The finisher of WeasyPrint: each associated file once, and the accessibility claim in the metadata."""
    if "AF" in pdf.catalog:
        once = list(dict.fromkeys(pdf.catalog["AF"]))
        pdf.catalog["AF"].clear()
        pdf.catalog["AF"].extend(once)
    reference = pdf.catalog["Metadata"]
    metadata = next(each for each in pdf.objects if getattr(each, "reference", None) == reference)
    metadata.stream = [part.replace(b"</rdf:RDF>", _UNIVERSAL + b"</rdf:RDF>") for part in metadata.stream]
