"""A photo keeps what it shows and loses what it tells: place, device, author, hidden thumbnails, films behind the image.

Pure: bytes in, bytes out. The image is decoded and written again from its points alone, turned as it was meant to be
seen, so that nothing that stood beside them can follow. Nothing is kept of the colour profile either: it names devices.
"""

import io

from PIL import Image, ImageOps

#: The largest phones take 50 million points; decoded, four bytes each.
POINTS = 51_000_000
FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
#: JPEG and WebP lose a little each time: at these qualities the eye sees nothing of it.
_WRITTEN = {"jpeg": {"quality": 92, "optimize": True}, "png": {}, "webp": {"quality": 90, "method": 2}}
_MODES = {
    "jpeg": ("L", "RGB", "CMYK"),
    "png": ("1", "L", "LA", "I;16", "P", "RGB", "RGBA"),
    "webp": ("RGB", "RGBA"),
}
#: An image with a second one behind it (depth, portrait mode): what people see is the first.
_TWOFOLD = "MPO"


class Unreadable(ValueError):
    """The image cannot be decoded to its end."""


class TooLarge(ValueError):
    """More points than `POINTS`, which its header says before anything is decoded."""


class Animated(ValueError):
    """Several images follow one another: written again, all but the first would be lost."""


def bare(content: bytes, key: str) -> bytes:
    """The same picture (`key` of FORMATS) without its metadata. Raises Unreadable, TooLarge, Animated."""
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[key]]) as image:
            if image.width * image.height > POINTS:
                raise TooLarge
            if getattr(image, "is_animated", False) and image.format != _TWOFOLD:
                raise Animated
            image.load()
            upright = ImageOps.exif_transpose(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLarge from None
    except (TooLarge, Animated):
        raise
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, KeyError, IndexError, TypeError, OverflowError):
        raise Unreadable from None
    if upright.mode not in _MODES[key]:
        upright = upright.convert("RGBA" if key != "jpeg" and upright.has_transparency_data else "RGB")
    # What the library would write back by itself (comments, profiles, density) stands here.
    upright.info = {name: value for name, value in upright.info.items() if name == "transparency"}
    written = io.BytesIO()
    upright.save(written, FORMATS[key], **_WRITTEN[key])
    return written.getvalue()
