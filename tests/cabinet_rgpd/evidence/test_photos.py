"""A photo is kept without what it tells beside its picture; one that cannot be read is refused in words."""

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from cabinet_rgpd.evidence import files, photos, queries
from tests import cast

SECRETS = (
    b"Cabinet de Clairval",
    b"TelephoneModele12",
    b"Alice Auteur",
    b"Exif",
    b"http://ns.adobe.com/xap/1.0/",
    b"48.1173",
)
ORIENTATION, MAKE, MODEL, ARTIST, GPS = 0x0112, 0x010F, 0x0110, 0x013B, 0x8825
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">http://ns.adobe.com/xap/1.0/ 48.1173 Alice Auteur</x:xmpmeta>'
RED, BLUE = (200, 30, 30), (20, 30, 190)


def picture(*, mode="RGB"):
    """Forty points wide, twenty high: red on the left, blue on the right."""
    image = Image.new("RGB", (40, 20), RED)
    image.paste(BLUE, (20, 0, 40, 20))
    image = image.convert(mode)
    if mode == "RGBA":
        image.putpixel((20, 10), (0, 0, 0, 0))
    return image


def exif(orientation=1):
    tags = Image.Exif()
    tags[ORIENTATION], tags[MAKE], tags[MODEL], tags[ARTIST] = (
        orientation,
        "Telephone",
        "TelephoneModele12",
        "Alice Auteur",
    )
    tags.get_ifd(GPS).update({1: "N", 2: (48.0, 7.0, 2.28), 3: "E", 4: (1.0, 40.0, 12.0)})
    return tags


def taken(kind, *, orientation=1, image=None):
    """The bytes of a photo as a telephone makes it: place, device, author, comment, and something behind the image."""
    image, out = image or picture(), io.BytesIO()
    if kind == "jpeg":
        image.save(out, "JPEG", quality=95, exif=exif(orientation), xmp=XMP, comment=b"Cabinet de Clairval")
        return out.getvalue() + b"ftypmp42 TelephoneModele12 48.1173"
    if kind == "png":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", "Alice Auteur")
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
        image.save(out, "PNG", exif=exif(orientation), pnginfo=texts)
        return out.getvalue() + b"TelephoneModele12 48.1173"
    image.save(out, "WEBP", quality=95, exif=exif(orientation), xmp=XMP)
    return out.getvalue()


def opened(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def near(point, colour):
    return all(abs(each - other) < 30 for each, other in zip(point, colour, strict=True))


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_place_device_author_and_what_follows_the_image_are_gone(kind):
    sent = taken(kind)
    assert opened(sent).getexif().get_ifd(GPS)
    assert any(secret in sent for secret in SECRETS)
    kept = files.examine(f"affiche.{kind}", sent)
    assert [secret for secret in SECRETS if secret in kept.content] == []
    image = opened(kept.content)
    assert not dict(image.getexif())
    assert not {"exif", "xmp", "comment", "icc_profile", "Author", "XML:com.adobe.xmp", "dpi"} & set(image.info)
    assert (image.size, image.format) == ((40, 20), photos.FORMATS[kind])
    assert near(image.convert("RGB").getpixel((5, 10)), RED) and near(image.convert("RGB").getpixel((35, 10)), BLUE)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
@pytest.mark.parametrize(
    ("orientation", "size", "red"), [(3, (40, 20), (35, 10)), (6, (20, 40), (10, 5)), (8, (20, 40), (10, 35))]
)
def test_a_photo_taken_sideways_stands_upright(kind, orientation, size, red):
    image = opened(files.examine(f"serrure.{kind}", taken(kind, orientation=orientation)).content)
    assert image.size == size
    assert near(image.convert("RGB").getpixel(red), RED)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("jpeg", "L"),
        ("jpeg", "CMYK"),
        ("png", "1"),
        ("png", "P"),
        ("png", "LA"),
        ("png", "RGBA"),
        ("png", "I;16"),
        ("webp", "RGBA"),
    ],
)
def test_every_sort_of_image_stays_what_it_was(kind, mode):
    image = picture().convert("I").convert("I;16") if mode == "I;16" else picture(mode=mode)
    kept = opened(files.examine(f"image.{kind}", taken(kind, image=image)).content)
    assert kept.mode == mode
    assert kept.size == (40, 20)


def test_the_colour_profile_that_names_a_device_goes_too():
    out = io.BytesIO()
    picture().save(out, "JPEG", icc_profile=b"\0" * 128 + b"TelephoneModele12")
    assert b"TelephoneModele12" not in files.examine("photo.jpg", out.getvalue()).content


def test_what_is_transparent_stays_so():
    out = io.BytesIO()
    image = picture(mode="P")
    image.save(out, "PNG", transparency=image.getpixel((0, 0)))
    kept = opened(files.examine("logo.png", out.getvalue()).content).convert("RGBA")
    assert kept.getpixel((0, 0))[3] == 0 and kept.getpixel((39, 0))[3] == 255


def test_the_second_image_of_a_portrait_goes_and_the_first_stays():
    out = io.BytesIO()
    picture().save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 20), BLUE)], exif=exif())
    assert opened(out.getvalue()).format == "MPO"
    kept = opened(files.examine("portrait.jpg", out.getvalue()).content)
    assert kept.format == "JPEG"
    assert near(kept.getpixel((5, 10)), RED)


def bomb(width, height):
    """A PNG that declares a size; its content would be that of a far smaller image."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def animated(form):
    out = io.BytesIO()
    picture().save(out, form, save_all=True, append_images=[Image.new("RGB", (40, 20), BLUE)])
    return out.getvalue()


REFUSED = [
    ("bombe.png", bomb(60_000, 60_000), "démesurée (plus de 51 millions de points)"),
    ("grande.png", bomb(9_000, 9_000), "démesurée"),
    ("tres-grande.png", bomb(11_000, 9_000), "démesurée"),
    ("tronquée.png", bomb(40, 40), "abîmé"),
    ("tronquée.jpg", taken("jpeg")[:600], "abîmé"),
    ("vide.jpg", b"\xff\xd8\xff", "abîmé"),
    ("tronquée.webp", taken("webp")[:60], "abîmé"),
    ("faux.webp", b"RIFF\0\0\0\0WAVEfmt ", "n’en est pas un"),
    ("film.webp", animated("WEBP"), "animée"),
    ("film.png", animated("PNG"), "animée"),
    ("IMG_0001.HEIC", b"\0\0\0\x18ftypheic", "Enregistrez la photo en JPEG"),
]


@pytest.mark.parametrize(("name", "content", "words"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_an_image_that_cannot_be_kept_is_refused_in_words(name, content, words):
    with pytest.raises(files.RefusedFile) as refused:
        files.examine(name, content)
    assert words in str(refused.value).replace("\u00a0", " ")


def test_what_is_kept_is_sealed_and_the_screen_says_what_was_taken_away(clinic, client_of):
    supplier = cast.supplier(clinic)
    url = clinic.url("evidence", "supplier", supplier.pk)
    client = client_of(clinic.alice)
    page = client.get(url).text
    assert "Le lieu, l’appareil et l’auteur inscrits dans une photo sont retirés" in page
    assert ".webp" in page
    sent = io.BytesIO(taken("jpeg"))
    sent.name = "vitrine.jpg"
    assert client.post(url, {"upload": sent, "note": ""}).status_code == 302
    with clinic.scope():
        [kept] = queries.of(supplier.obj)
        content = queries.content(kept.id)
    assert [secret for secret in SECRETS if secret in content] == []
    assert hashlib.sha256(content).hexdigest() == kept.sha256
    assert kept.size == len(content)


def test_a_broken_photo_is_refused_beside_its_field(clinic, client_of):
    url = clinic.url("evidence", "supplier", cast.supplier(clinic).pk)
    sent = io.BytesIO(taken("jpeg")[:600])
    sent.name = "vitrine.jpg"
    answer = client_of(clinic.alice).post(url, {"upload": sent, "note": "gardée"})
    assert answer.status_code == 422
    assert "Ce fichier est abîmé" in answer.text
    assert 'value="gardée"' in answer.text
