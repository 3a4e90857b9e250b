"""C6 and F16: whatever is sent as a photo is made afresh or refused by name.

Nothing is executed or shown inline, no position is kept, names are harmless, memory is bounded.
"""

import io
import subprocess
import sys
import time

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from enquiries import papers, workflows
from enquiries.models import Photo
from tests import uploads as made
from tests.uploads import SCRIPT, located, moving, paper, picture

pytestmark = pytest.mark.django_db
EVIL = [
    b"ALARM", b"<script", b"/JavaScript", b"/OpenAction", b"/Launch", b"/EmbeddedFile", b"EICAR",
    made.MAKER.encode(), b"Exif\0", b"adobe:ns:meta", b"/Author", b"<?php",
]  # fmt: skip

JPEG, PNG, WEBP, HEIC = (picture(kind) for kind in ("JPEG", "PNG", "WEBP", "HEIF"))
MINUTES = paper(2)

# name: content. What of these can be used is made afresh; the rest is refused.
TAKEN = {
    "plain.jpg": lambda: JPEG, "plain.png": lambda: PNG, "plain.webp": lambda: WEBP,
    "plain.heic": lambda: HEIC, "plain.pdf": lambda: MINUTES,
    "gps.jpg": lambda: located("JPEG"), "gps.png": lambda: located("PNG"),
    "gps.webp": lambda: located("WEBP"), "gps.heic": lambda: located("HEIF"),
    "turned.jpg": lambda: located("JPEG", 6), "turned.heic": lambda: located("HEIF", 6),
    "progressive.jpg": lambda: picture(progressive=True), "grey.jpg": lambda: picture(mode="L"),
    "cmyk.jpg": lambda: picture(mode="CMYK"), "tiny.png": lambda: picture("PNG", (1, 1)),
    "16-bit.png": made.sixteen_bit, "seen-through.png": lambda: picture("PNG", mode="RGBA"),
    "palette.png": lambda: picture("PNG", mode="P"), "1-bit.png": lambda: picture("PNG", mode="1"),
    "seen-through.webp": lambda: picture("WEBP", mode="RGBA"),
    "animated.webp": lambda: moving("WEBP"), "animated.png": lambda: moving("PNG"),
    "two-pictures.jpg": lambda: moving("MPO"),
    "comment.jpg": lambda: picture(comment=SCRIPT), "long.jpg": lambda: JPEG + b"\0" * 5_000_000,
    "12-mb.heic": lambda: made.padded_heic(12_000_000),
    "24-megapixels.heic": lambda: made.picture_of_one_colour("HEIF", (5712, 4284)),
    "48-megapixels.jpg": lambda: made.picture_of_one_colour("JPEG", (8064, 6048)),
    # Two files in one: only the picture, or the pages, are kept.
    "jpeg-and-html.html": lambda: JPEG + SCRIPT, "jpeg-and-zip.jpg": lambda: JPEG + made.docm(),
    "jpeg-and-pdf.pdf": lambda: JPEG + MINUTES, "jpeg-and-php.php": lambda: JPEG + b"<?php x();",
    "png-and-eicar.png": lambda: PNG + made.EICAR, "heic-and-exe.heic": lambda: HEIC + b"\0MZ",
    "png-text.png": lambda: made.png(40, 30, extra=made.chunk(b"tEXt", b"C\0" + SCRIPT)),
    # Names that mean something elsewhere.
    "photo.php.jpg": lambda: JPEG, "../../etc/cron.d/x.jpg": lambda: JPEG,
    "..%2f..%2fx.jpg": lambda: JPEG, ".htaccess": lambda: JPEG, "photo\u202egpj.exe": lambda: JPEG,
    "a\u200b.jpg": lambda: JPEG, "con.jpg": lambda: JPEG, "x" * 240 + ".jpg": lambda: JPEG,
    "<img src=x onerror=alert(1)>.jpg": lambda: JPEG, "a.jpg;rm -rf ~": lambda: JPEG,
    "{{ settings.SECRET_KEY }}.jpg": lambda: JPEG, "photo.svg": lambda: PNG,
    # PDFs: the pages stay, the rest goes.
    "script.pdf": lambda: paper(change=made.opens_script),
    "named-script.pdf": lambda: paper(change=made.names_script),
    "page-script.pdf": lambda: paper(change=made.page_script),
    "launch.pdf": lambda: paper(change=made.launches),
    "link.pdf": lambda: paper(change=made.links_out),
    "form-sent.pdf": lambda: paper(change=made.sends_form),
    "file-inside.pdf": lambda: paper(change=made.holds_file),
    "xfa.pdf": lambda: paper(change=made.has_form),
    "author.pdf": lambda: paper(change=made.has_metadata),
    "photo-inside.pdf": lambda: paper(change=made.with_photo),
    "packed.pdf": lambda: paper(3, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "named.jpg": lambda: MINUTES,
}  # fmt: skip
REFUSED = {
    "empty.jpg": (lambda: b"", "is empty"),
    "too-large.jpg": (lambda: JPEG + b"\0" * 15_800_000, "is larger than 15 MB"),
    "page.jpg": (lambda: b"<html>" + SCRIPT, "must be a photo"),
    "drawing.svg": (lambda: made.SVG, "must be a photo"),
    "drawing.png": (lambda: made.SVG, "must be a photo"),
    "macro.docm": (made.docm, "must be a photo"),
    "macro.jpg": (made.docm, "must be a photo"),
    "bomb.zip": (made.zip_bomb, "must be a photo"),
    "bomb.pdf": (made.zip_bomb, "must be a photo"),
    "eicar.jpg": (lambda: made.EICAR, "must be a photo"),
    "eicar.com": (lambda: made.EICAR, "must be a photo"),
    "program.exe": (lambda: b"MZ" + b"\0" * 500, "must be a photo"),
    "shell.jpg": (lambda: b"#!/bin/sh\nreboot\n", "must be a photo"),
    "moving.gif": (lambda: moving("GIF"), "must be a photo"),
    "scan.tiff": (lambda: picture("TIFF"), "must be a photo"),
    "old.bmp": (lambda: picture("BMP"), "must be a photo"),
    "late.pdf": (lambda: b"\0" * 20 + MINUTES, "must be a photo"),
    "50k.png": (lambda: made.png(50_000, 50_000), "has too many pixels"),
    "10k.png": (lambda: made.png(10_000, 10_000), "has too many pixels"),
    "deep.png": (lambda: made.png(5_000, 5_000, depth=16, colour=6), "has too many pixels"),
    "large.webp": (lambda: made.picture_of_one_colour("WEBP", (5000, 4000)), "too many pixels"),
    "text-bomb.png": (lambda: made.png(40, 30, extra=made.chunk(
        b"zTXt", b"C\0\0" + made.zlib.compress(b"x" * 100_000_000))), "could not be read"),
    "cut.jpg": (lambda: JPEG[: len(JPEG) // 2], "could not be read"),
    "cut.png": (lambda: PNG[: len(PNG) // 2], "could not be read"),
    "cut.webp": (lambda: WEBP[: len(WEBP) // 2], "could not be read"),
    "cut.heic": (lambda: HEIC[: len(HEIC) // 2], "could not be read"),
    "cut.pdf": (lambda: MINUTES[: len(MINUTES) // 2], "could not be read as a PDF"),
    "start.pdf": (lambda: b"%PDF-1.7\n", "could not be read as a PDF"),
    "html.pdf": (lambda: b"%PDF-1.7\n<html>" + SCRIPT, "could not be read as a PDF"),
    "locked.pdf": (lambda: paper(encryption=pikepdf.Encryption(owner="a", user="b")), "password"),
    "half-locked.pdf": (lambda: paper(encryption=pikepdf.Encryption(owner="a")), "password"),
    "51-pages.pdf": (lambda: paper(51), "has more than 50 pages"),
    "packed-page.pdf": (lambda: paper(change=made.packed_page), "could not be read as a PDF"),
}  # fmt: skip
COUNT = len(TAKEN) + len(REFUSED)


@pytest.fixture(scope="module")
def content(request) -> bytes:
    """A file of ours, made before the test's transaction begins: a large HEIC takes seconds.

    The database ends a transaction in which nothing happens for so long.
    """
    make = TAKEN[request.param] if request.param in TAKEN else REFUSED[request.param][0]
    return make()


@pytest.fixture
def draft(council, parish, alice, now, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return workflows.start_draft(
        council=council, parish=parish, asked_by=alice, at=now, by=alice, road="Main Street"
    )


@pytest.fixture
def send(signed_in, alice, draft):
    """`send(name, content)` chooses one file on the page, and returns the page."""

    def sent(name: str, content: bytes) -> str:
        upload = SimpleUploadedFile("x", content)
        upload._name = name
        path = reverse("draft_what", args=[draft.token])
        response = signed_in(alice).post(path, {"photos": [upload], "description": "Too fast"})
        assert response.status_code == 200
        return response.content.decode()

    return sent


def check_harmless(photo: Photo, tmp_path) -> None:
    """The file on the disk has a name of ours, and nothing of what was sent with the picture."""
    for file in (photo.image, photo.thumbnail):
        assert str(photo.token) in file.name and file.name.startswith("photos/20")
        path = tmp_path / file.name
        assert path.stat().st_mode & 0o777 == 0o600
        content = path.read_bytes()
        assert not [evil for evil in EVIL if evil in content]
        if not file.name.endswith(".pdf"):
            with Image.open(io.BytesIO(content)) as stored:
                assert stored.format == "JPEG" and not stored.getexif()
                assert not {"exif", "comment", "icc_profile", "xmp"} & set(stored.info)
                assert max(stored.size) <= 2000
    assert not [c for c in photo.original_name if c in "\u202e\u200b\0\n"]


def check_pages(photo: Photo, tmp_path) -> None:
    """A PDF holds its pages and nothing that runs; images are without marks inside, too."""
    with pikepdf.open(tmp_path / photo.image.name) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"} and "/Info" not in pdf.trailer
        for page in pdf.pages:
            assert set(page.obj.keys()) <= {
                "/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/CropBox", "/Rotate",
            }  # fmt: skip
            assert page.obj.Contents.read_bytes()


def check_served(photo: Photo, client) -> None:
    whole = client.get(reverse("photo", args=[photo.token]))
    small = client.get(reverse("photo_small", args=[photo.token]))
    for response in (whole, small):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert small["Content-Type"] == "image/jpeg"
    if photo.form == Photo.Form.PAPER:
        assert whole["Content-Type"] == "application/octet-stream"
        assert whole["Content-Disposition"].startswith('attachment; filename="paper-')
    else:
        assert whole["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("name", "content"),
    [(name, name) for name in TAKEN],
    ids=[ascii(name)[:40] for name in TAKEN],
    indirect=["content"],
)
def test_c06_what_is_good_is_made_afresh(name, content, send, signed_in, alice, tmp_path):
    body = send(name, content)
    photo = Photo.objects.get()
    assert "There is a problem" in body and "too large" not in body, "only the kind is missing"
    assert f'src="{reverse("photo_small", args=[photo.token])}"' in body
    assert f'width="{max(photo.thumbnail_width // 2, 1)}"' in body
    assert "<img src=x" not in body and "\u202e" not in body
    check_harmless(photo, tmp_path)
    if photo.form == Photo.Form.PAPER:
        check_pages(photo, tmp_path)
    check_served(photo, signed_in(alice))


@pytest.mark.parametrize(
    ("name", "content"), [(name, name) for name in REFUSED], ids=list(REFUSED), indirect=["content"]
)
def test_c06_what_is_bad_is_refused_by_name(name, content, send, tmp_path):
    sentence = REFUSED[name][1]
    body = send(name, content)
    assert name in body and sentence in body and "Too fast" in body
    assert not Photo.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_c06_the_corpus_is_large_enough():
    print(f"F16: {COUNT} files, {len(TAKEN)} made afresh, {len(REFUSED)} refused, 0 bad")
    assert COUNT >= 60


def test_c06_turned_photos_stand_upright(send, tmp_path):
    for name in ("turned.jpg", "turned.heic"):
        send(name, TAKEN[name]())
    sizes = []
    for photo in Photo.objects.all():
        with Image.open(tmp_path / photo.image.name) as stored:
            sizes.append(stored.size)
    assert sizes == [(120, 160), (120, 160)]


def test_c06_a_dark_deep_picture_stays_dark(send, tmp_path):
    send("16-bit.png", made.sixteen_bit())
    with Image.open(tmp_path / Photo.objects.get().image.name) as stored:
        assert all(abs(value - 128) < 4 for value in stored.getpixel((5, 5)))


def test_c06_what_is_seen_through_becomes_white(send, tmp_path):
    out = io.BytesIO()
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(out, "PNG")
    send("clear.png", out.getvalue())
    with Image.open(tmp_path / Photo.objects.get().image.name) as stored:
        assert stored.getpixel((5, 5)) == (255, 255, 255)


def test_c06_the_pages_of_a_pdf_look_as_before():
    fresh, small = papers.remake(paper(3, change=made.with_photo))
    with pikepdf.open(io.BytesIO(fresh)) as pdf:
        assert len(pdf.pages) == 3
        jpeg = pdf.pages[0].obj.Resources.XObject.P.read_raw_bytes()
    with Image.open(io.BytesIO(jpeg)) as inside, Image.open(io.BytesIO(small)) as page:
        assert inside.size == (160, 120) and not inside.getexif()
        assert max(page.size) == 300 and page.convert("L").getextrema()[0] < 200


def test_c06_a_pdf_gets_little_time(monkeypatch):
    monkeypatch.setattr(papers, "SECONDS", 0.01)
    with pytest.raises(papers.BadPaper):
        papers.remake(MINUTES)


PEAK = """
import sys
from govuk import pictures
if sys.argv[1]:
    pictures.remake(open(sys.argv[1], "rb"))
print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""
HEAVY = ["12-mb.heic", "24-megapixels.heic", "48-megapixels.jpg"]


def peak(path) -> int:
    """The most memory in MB that a process of its own takes to make a picture afresh."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True
    )
    return int(done.stdout) // 1024


def test_c06_the_heaviest_pictures_take_bounded_memory(tmp_path, db):
    bare, figures = peak(""), {}
    heavy = {name: TAKEN[name]() for name in HEAVY}
    heavy["19-megapixels.png"] = picture("PNG", (5000, 3900), mode="RGBA")
    heavy["12-megapixels.webp"] = made.picture_of_one_colour("WEBP", (4032, 3024))
    for name, content in heavy.items():
        (tmp_path / name).write_bytes(content)
        figures[name] = peak(tmp_path / name) - bare
    print("MB above a bare process:", figures)
    assert max(figures.values()) <= 200


def test_c06_a_packed_pdf_is_given_up_in_time():
    bomb, begun = paper(change=made.packed_page), time.monotonic()
    with pytest.raises(papers.BadPaper):
        papers.remake(bomb)
    taken = time.monotonic() - begun
    print(f"{len(bomb) // 1024} kB that unpack to 256 MB: given up after {taken:.1f} s")
    assert taken < papers.SECONDS + 5
