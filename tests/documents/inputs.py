"""The files that the documents' commands name: small pictures, a film and a tape that Revive makes, a table."""

from __future__ import annotations

from tests.documents.blocks import ROOT, blocks
from tests.documents.place import Place

SPOKEN = (  # about twelve seconds
    "Happy birthday, my dear. I remember the apple pies by the lake, and how we laughed until the stars came out."
    " You were always the first one in the water, and the last one to come home."
)
# run in the environment: Grace Hopper (US Navy, public domain) of matplotlib, her head and shoulders; and five
# photographs that differ as those of an album do
PICTURES = """
from pathlib import Path
from matplotlib import cbook
from PIL import Image, ImageEnhance, ImageOps

whole = Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)).convert("RGB")
head = whole.crop((112, 20, 412, 380))
head.resize((130, 156)).save("gran.jpg", quality=95)
head.resize((300, 360)).save("portrait.jpg", quality=95)
Path("FOLDER").mkdir()
for number in range(5):
    one = whole.rotate(3 * (number - 2), Image.BICUBIC).crop((90 - 8 * number, 10, 422 - 4 * number, 400))
    one = ImageEnhance.Brightness(one).enhance(0.8 + 0.1 * number)
    one = ImageEnhance.Color(ImageOps.mirror(one) if number % 2 else one).enhance(0.5 + 0.2 * number)
    one.save(f"FOLDER/{number}.jpg", quality=95)
"""
FILM = """
import subprocess
import imageio_ffmpeg

subprocess.run([
    imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-y", "-i", "birthday.mp4", "-vn", "tape.mp3",
], check=True)
"""


def make_inputs(place: Place) -> None:
    """Write gran.jpg, portrait.jpg, FOLDER/, birthday.mp4, birthday1998.mp4, tape.mp3, jobs.csv and story.yaml."""
    (table,) = (block for block in blocks(ROOT / "docs/batch.md") if block.language == "csv")
    (place.folder / "jobs.csv").write_text(table.text, encoding="utf-8")
    (story,) = (block for block in blocks(ROOT / "docs/film.md") if block.language == "yaml")
    (place.folder / "story.yaml").write_text(story.text, encoding="utf-8")
    place.run(["python", "-c", PICTURES], "pictures")
    place.run(
        ["python", "-m", "revive", "make", "portrait.jpg", "--words", SPOKEN, "--voice", "joe", "--relation", "a test",
         "--basis", "public", "--adult", "--out", "birthday.mp4"],
        "a film",
    )  # fmt: skip
    (place.folder / "birthday1998.mp4").write_bytes((place.folder / "birthday.mp4").read_bytes())
    place.run(["python", "-c", FILM], "a tape")
