"""Makes one PDF afresh. A program of its own, started by `papers.py`; nothing imports it.

It reads a PDF from standard input and writes the length of the small picture, the picture, and the
fresh PDF. It leaves with 3 for a password, 4 for too many pages, 5 for what cannot be read.
"""

import io
import resource
import struct
import sys
import zlib
from collections.abc import Iterator

import pikepdf
import pypdfium2

# Of address space, of which the libraries themselves take a part.
MOST_MEMORY = 320 * 1024 * 1024
SMALL_SIDE = 300
PAGE_KEYS = {"/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/UserUnit"}
# What runs, carries files or tells of the writer, wherever it stands.
BANNED = {
    "/AA", "/AF", "/Annots", "/EF", "/EmbeddedFiles", "/JS", "/JavaScript", "/LastModified",
    "/Launch", "/Metadata", "/OpenAction", "/PieceInfo", "/RichMedia", "/Thumb", "/XFA",
}  # fmt: skip
# A stream can point to a file elsewhere.
BANNED_IN_STREAMS = BANNED | {"/F", "/FDecodeParms", "/FFilter", "/OPI", "/Ref"}
# The marks of a JPEG that hold EXIF, XMP and comments. APP0 and APP14 say how to read its colours.
HIDDEN_MARKS = {*range(0xE1, 0xEE), 0xEF, 0xFE}
# What one photo of a page may unpack to.
MOST_UNPACKED = 32 * 1024 * 1024


def main(most_pages: int, seconds: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        paper = fresh(sys.stdin.buffer.read(), most_pages)
        picture = first_page(paper)
    except pikepdf.PasswordError:
        return 3
    except TooManyPages:
        return 4
    except Exception:  # broken files make the libraries raise almost anything
        return 5
    sys.stdout.buffer.write(struct.pack(">I", len(picture)) + picture + paper)
    return 0


class TooManyPages(Exception):
    pass


def fresh(content: bytes, most_pages: int) -> bytes:
    """Copy the pages to a new PDF, with nothing but what makes them look as they do."""
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as old, pikepdf.new() as new:
        if old.is_encrypted:
            raise pikepdf.PasswordError
        if not 0 < len(old.pages) <= most_pages:
            raise TooManyPages if len(old.pages) else ValueError("no pages")
        # What is filled into a form, or stamped on a page, becomes part of the page.
        old.flatten_annotations("screen")
        new.pages.extend(old.pages)
        for page in new.pages:
            for key in set(page.obj.keys()) - PAGE_KEYS:
                del page.obj[key]
        for each in list(new.objects):
            clean(each)
        out = io.BytesIO()
        new.save(out, compress_streams=True, static_id=True)
        return out.getvalue()


def clean(thing: pikepdf.Object) -> None:
    """Take out of an object, and of what is written inside it, all that is banned."""
    for each in inside(thing):
        is_stream = isinstance(each, pikepdf.Stream)
        if is_stream or isinstance(each, pikepdf.Dictionary):
            for key in set(each.keys()) & (BANNED_IN_STREAMS if is_stream else BANNED):
                del each[key]
        if is_stream:
            clean_photo(each)


def clean_photo(stream: pikepdf.Object) -> None:
    """Take the hidden data out of a JPEG that stands in a page as it came from the camera."""
    named = stream.get("/Filter")
    filters = [str(each) for each in named] if isinstance(named, pikepdf.Array) else [str(named)]
    if filters[-1] != "/DCTDecode":
        return
    jpeg = stream.read_raw_bytes()
    if filters[:-1] == ["/FlateDecode"]:
        jpeg = zlib.decompressobj().decompress(jpeg, MOST_UNPACKED)
    elif filters[:-1]:
        raise ValueError("a photo packed in a way we do not know")
    # What its parameters say, the marks of the JPEG itself say too.
    stream.write(without_marks(jpeg), filter=pikepdf.Name.DCTDecode)


def inside(thing: pikepdf.Object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """Walk what is written inside an object. What it only points to is visited for itself."""
    yield thing
    if depth > 50:
        raise ValueError("too deep")
    held: list = []
    if isinstance(thing, pikepdf.Array):
        held = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        held = [thing[key] for key in thing.keys()]  # noqa: SIM118 - it is no dict
    for each in held:
        if isinstance(each, pikepdf.Object) and not each.is_indirect:
            yield from inside(each, depth + 1)


def without_marks(jpeg: bytes) -> bytes:
    """Return a JPEG without EXIF, XMP and comments; what cannot be followed is refused."""
    kept, at = [jpeg[:2]], 2
    while jpeg[at + 1] != 0xDA:
        if jpeg[at] != 0xFF:
            raise ValueError("no mark")
        if jpeg[at + 1] == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] not in HIDDEN_MARKS:
            kept.append(jpeg[at:end])
        at = end
    return b"".join([*kept, jpeg[at:]])


def first_page(paper: bytes) -> bytes:
    """Draw the first page small."""
    with pypdfium2.PdfDocument(paper) as opened:
        page = opened[0]
        picture = page.render(scale=SMALL_SIDE / max(page.get_size())).to_pil()
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=85)
        return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
