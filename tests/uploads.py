"""Files that people and others send, made here, so that none is kept in the tree."""

import io
import struct
import zipfile
import zlib
from functools import cache

import pikepdf
import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()
GPS = {1: "N", 2: (52.0, 37.0, 12.0), 3: "W", 4: (0.0, 56.0, 3.0)}
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
MAKER = "Telephone of Alice"


@cache
def exif(turned: int = 1) -> bytes:
    """Where it was taken, with what, and which way up it was held."""
    made = Image.Exif()
    made[0x010F], made[0x0112], made[0x8825] = MAKER, turned, GPS
    return made.tobytes()


@cache
def picture(kind: str = "JPEG", size=(160, 120), mode: str = "RGB", **more) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(out, kind, **more)
    return out.getvalue()


@cache
def located(kind: str, turned: int = 1) -> bytes:
    return picture(kind, exif=exif(turned))


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (80, 60), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def png(wide: int, high: int, *, depth: int = 1, colour: int = 0, extra: bytes = b"") -> bytes:
    """A PNG of a few kilobytes that says it is so many pixels wide and high."""
    head = struct.pack(">IIBBBBB", wide, high, depth, colour, 0, 0, 0)
    pixels = zlib.compress(b"\0" * (wide // 8 + 1) * min(high, 1000))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", pixels)
            + chunk(b"IEND", b""))  # fmt: skip


def sixteen_bit() -> bytes:
    out = io.BytesIO()
    Image.new("I;16", (40, 30), 32768).save(out, "PNG")
    return out.getvalue()


def padded_heic(length: int, size=(4032, 3024)) -> bytes:
    """A HEIC of a telephone's size in pixels and bytes; the rest is a box that holds nothing."""
    content = picture_of_one_colour("HEIF", size)
    room = length - len(content)
    return content + struct.pack(">I4s", room, b"free") + b"\0" * (room - 8)


@cache
def picture_of_one_colour(kind: str, size) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#336699").save(out, kind, exif=exif())
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def docm() -> bytes:
    return zipped(word__document="<w:document/>", word__vbaProject="Auto_Open")


@cache
def zip_bomb() -> bytes:
    """About 1 GB of nothing in 1 MB."""
    return zipped(**{f"{number}.txt": b"\0" * 64_000_000 for number in range(2)}) * 8


def paper(pages: int = 1, change=None, **save) -> bytes:
    """A PDF with a word on each page; `change` may add what it likes before it is saved."""
    with pikepdf.new() as pdf:
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            words = f"BT /F1 40 Tf 60 700 Td (Minute {number + 1}) Tj ET".encode()
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.obj.Contents = pdf.make_stream(words)
        if change:
            change(pdf)
        out = io.BytesIO()
        pdf.save(out, **save)
        return out.getvalue()


def action(**words) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Action, **words)


def script(pdf) -> pikepdf.Dictionary:
    return action(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('ALARM')"))


def opens_script(pdf) -> None:
    pdf.Root.OpenAction = script(pdf)


def names_script(pdf) -> None:
    tree = pikepdf.Dictionary(Names=[pikepdf.String("run"), pdf.make_indirect(script(pdf))])
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=tree)


def page_script(pdf) -> None:
    pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script(pdf))


def link(pdf, act) -> None:
    pdf.pages[0].obj.Annots = pdf.make_indirect([pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 99, 99], A=act,
    ))])  # fmt: skip


def launches(pdf) -> None:
    link(pdf, action(S=pikepdf.Name.Launch, F=pikepdf.String("/bin/ALARM")))


def links_out(pdf) -> None:
    link(pdf, action(S=pikepdf.Name.URI, URI=pikepdf.String("https://ALARM.example")))


def sends_form(pdf) -> None:
    link(pdf, action(S=pikepdf.Name.SubmitForm, F=pikepdf.String("https://ALARM.example")))


def holds_file(pdf) -> None:
    pdf.attachments["ALARM.exe"] = b"MZ ALARM"


def has_form(pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(
        Fields=[], XFA=pdf.make_stream(b"<xdp>ALARM</xdp>"), NeedAppearances=True
    )


def has_metadata(pdf) -> None:
    pdf.docinfo["/Author"] = "ALARM"
    with pdf.open_metadata() as words:
        words["dc:creator"] = ["ALARM"]
    pdf.pages[0].obj.PieceInfo = pikepdf.Dictionary(Made=pikepdf.String("ALARM"))


def draws(pdf, jpeg: bytes) -> None:
    """Put a JPEG on the first page as it came from the camera."""
    photo = pdf.make_stream(jpeg)
    photo.stream_dict.Type, photo.stream_dict.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    photo.stream_dict.Width, photo.stream_dict.Height = 160, 120
    photo.stream_dict.ColorSpace, photo.stream_dict.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    photo.write(jpeg, filter=pikepdf.Name.DCTDecode)
    page = pdf.pages[0]
    page.obj.Resources.XObject = pikepdf.Dictionary(P=photo)
    page.obj.Contents = pdf.make_stream(b"q 300 0 0 225 60 400 cm /P Do Q")


def with_photo(pdf) -> None:
    draws(pdf, located("JPEG"))


def packed_page(pdf) -> None:
    """A page whose drawing unpacks to a quarter of a gigabyte."""
    packed = zlib.compress(b"q Q " * 64_000_000, 9)
    stream = pdf.make_stream(b"")
    stream.write(packed, filter=pikepdf.Name.FlateDecode)
    pdf.pages[0].obj.Contents = stream
