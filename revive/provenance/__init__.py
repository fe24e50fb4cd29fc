"""Marking files as made with AI: signed metadata, labels in the file, a watermark in picture and voice.

    from revive.provenance import Provenance, sign, verify
    sign(Path("clip.mp4"), Provenance("clip", synthetic_voice=True), ingredient=Path("gran.jpg"))
    verify(Path("clip.mp4")).sentences("en")

Three layers, each of which survives something that removes another: a C2PA manifest (`manifest`), signed by a key of
this installation (`keys`), which reveals any change; labels in the usual tags (`aigc`, `tags`), which simple programs
read; and a watermark in pixels (`pixels`) and samples (`voice`), which survives re-encoding. Heavy imports happen only
when they are needed.
"""

from revive.provenance.provenance import Provenance
from revive.provenance.aigc import aigc_arguments
from revive.provenance.tags import picture_arguments
from revive.provenance.manifest import Ingredient, check_keys, sign
from revive.provenance.verdict import Verdict
from revive.provenance.verify import verify

__all__ = ["Ingredient", "Provenance", "Verdict", "aigc_arguments", "check_keys", "picture_arguments", "sign", "verify"]
