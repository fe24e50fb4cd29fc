"""What a file tells of how it was made: as plain values, and in sentences for everyone."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from revive.marking.kinds import PICTURES, SOUNDS
from revive.marking.made import PRODUCER


@dataclass(frozen=True)
class Manifest:
    """The Content Credential of a file. Every text in it is what the file says.

    Attributes
    ----------
    state : "valid" (whole), "invalid" (damaged, or the file is another), "none", "unreadable"
    trusted : whether its issuer is on a public trust list; Revive carries none, so it never is
    changed : the file was changed since it was signed, while the manifest itself is whole
    ours : signed by this installation, or by the user's own key on it
    by : name of the certificate
    when : ISO 8601, by the clock of who signed
    tool : what it was made with, and its version
    made : “AI generated”, “AI modified”, or None where the manifest speaks of no AI
    facts : what Revive wrote of it: kind, id, language, voice, consent, seed
    """

    state: str
    trusted: bool = False
    changed: bool = False
    ours: bool = False
    by: str | None = None
    when: str | None = None
    tool: str | None = None
    made: str | None = None
    facts: dict[str, str] | None = None


@dataclass(frozen=True)
class Mark:
    """Whether Revive's imperceptible mark was found, and how sure that is, 0 to 1."""

    found: bool
    confidence: float


@dataclass(frozen=True)
class Verdict:
    """What `verify` found.

    Attributes
    ----------
    kind : media type of the file
    manifest : its Content Credential
    watermark : the mark in the picture; None where there is no picture
    voice : the mark in the sound; None where there is no sound
    aigc : the label of GB 45438-2025, name -> text
    xmp : IPTC's terms in a picture, name -> text
    """

    kind: str
    manifest: Manifest
    watermark: Mark | None = None
    voice: Mark | None = None
    aigc: dict[str, str] | None = None
    xmp: dict[str, str] | None = None

    @property
    def whole(self) -> bool:
        """Whether there is a manifest and nothing was changed since it was signed."""
        return self.manifest.state == "valid"

    def as_json(self) -> dict:
        """Plain values, the dataclass's own names; what was not looked for or not found is null."""
        return asdict(self)

    def sentences(self, language: str = "en") -> list[str]:
        """What it means, a few plain sentences; "zh…" gives Chinese, everything else English. Texts of the file that
        they repeat are from outside: a page has to escape them."""
        pick = 1 if language.startswith("zh") else 0
        thing = _THINGS["picture" if self.kind in PICTURES else "sound" if self.kind in SOUNDS else "film"][pick]
        said = [(en, zh)[pick].format(thing=thing, **self._words(pick)) for en, zh in self._said()]
        return said

    def _words(self, pick: int) -> dict[str, str]:
        made = {"AI generated": "由人工智能生成", "AI modified": "经人工智能修改"}
        label, manifest = self.manifest.made or "", self.manifest
        return {
            "when": f" ({manifest.when[:10]})" if manifest.when else "", "tool": manifest.tool or "",
            "by": manifest.by or "?", "made": made.get(label, label) if pick else label,
            "picture": _percent(self.watermark), "voice": _percent(self.voice),
        }  # fmt: skip

    def _said(self):
        manifest = self.manifest
        if manifest.state == "valid":
            yield _WHOLE_OURS if manifest.ours else _WHOLE
            if not manifest.trusted:
                yield _UNTRUSTED
        elif manifest.changed:
            yield _CHANGED
        elif manifest.state == "invalid":
            yield _INVALID
        elif manifest.state == "unreadable":
            yield _UNREADABLE
        if manifest.made and manifest.state != "invalid":
            yield _SAYS
        lost = manifest.state == "none"
        if self.watermark and self.watermark.found:
            yield _MARK_ALONE if lost else _MARK
        if self.voice and self.voice.found:
            yield _VOICE_ALONE if lost else _VOICE
        if self._labelled:
            yield _LABELLED
        found = any(mark and mark.found for mark in (self.watermark, self.voice))
        if lost and not found:
            yield _NOTHING_ELSE if self._labelled else _NOTHING

    @property
    def _labelled(self) -> bool:
        label, source = (self.aigc or {}).get("Label"), (self.xmp or {}).get("source_type", "")
        return label in ("1", "2", "3") or source.lower().endswith("trainedalgorithmicmedia")


def _percent(mark: Mark | None) -> str:
    return "" if mark is None else f"{min(mark.confidence, 0.999):.1%}"


_THINGS = {"picture": ("picture", "图片"), "sound": ("recording", "录音"), "film": ("clip", "视频")}
_WHOLE_OURS = (
    f"This {{thing}} carries a Content Credential that is whole: nothing was changed since {PRODUCER} on this computer"
    " made it{when}.",
    f"此{{thing}}带有完整的内容凭证：自本机的 {PRODUCER} 制作以来没有任何改动{{when}}。",
)
_WHOLE = (
    "This {thing} carries a Content Credential that is whole: nothing was changed since it was signed{when}. It says"
    " that it was made with {tool} and signed by “{by}”.",
    "此{thing}带有完整的内容凭证：自签名以来没有任何改动{when}。凭证称其由 {tool} 制作，签名者为“{by}”。",
)
_UNTRUSTED = (
    "The signature is not from an issuer on a public trust list, so it shows that the file is unchanged, not who made"
    " it.",
    "签名并非来自公共信任列表中的颁发者，因此它只能表明文件未被改动，不能证明制作者是谁。",
)
_SAYS = ("It says of itself: {made}.", "凭证自称：{made}。")
_CHANGED = (
    "This {thing} carries a Content Credential, but was changed after it was signed.",
    "此{thing}带有内容凭证，但签名之后被改动过。",
)
_INVALID = (
    "This {thing} carries a Content Credential that is not valid: it was damaged or tampered with.",
    "此{thing}带有内容凭证，但凭证无效：已损坏或被篡改。",
)
_UNREADABLE = (
    "Whether this {thing} carries a Content Credential cannot be told: it is damaged, or lies elsewhere and is not"
    " fetched.",
    "无法判断此{thing}是否带有内容凭证：凭证已损坏，或存放在别处而不会去获取。",
)
_MARK = (
    f"{PRODUCER}'s mark is in the picture ({{picture}} sure).",
    f"画面中有 {PRODUCER} 的水印（把握 {{picture}}）。",
)
_MARK_ALONE = (
    f"There is no Content Credential, but {PRODUCER}'s mark is in the picture ({{picture}} sure): it was made with"
    f" {PRODUCER} and saved anew since.",
    f"没有内容凭证，但画面中有 {PRODUCER} 的水印（把握 {{picture}}）：它由 {PRODUCER} 制作，之后被重新保存过。",
)
_VOICE = (f"{PRODUCER}'s mark is in the voice ({{voice}} sure).", f"声音中有 {PRODUCER} 的水印（把握 {{voice}}）。")
_VOICE_ALONE = (
    f"There is no Content Credential, but {PRODUCER}'s mark is in the voice ({{voice}} sure): it was made with"
    f" {PRODUCER} and saved anew since.",
    f"没有内容凭证，但声音中有 {PRODUCER} 的水印（把握 {{voice}}）：它由 {PRODUCER} 制作，之后被重新保存过。",
)
_LABELLED = (
    "A label in its metadata says that it was made or changed with AI.",
    "其元数据中的标识表明它由人工智能生成或修改。",
)
_NOTHING_ELSE = (
    "There is neither a Content Credential nor the mark of Revive; such a label alone can be added and removed by"
    " anyone.",
    "没有内容凭证，也没有 Revive 的水印；仅有的标识任何人都可以添加或删除。",
)
_NOTHING = (
    f"Nothing was found: no Content Credential, no mark of {PRODUCER}, no label. It may still be made with AI, for all"
    " of these can be removed.",
    f"什么也没有找到：没有内容凭证、没有 {PRODUCER} 的水印，也没有标识。它仍可能由人工智能制作，因为这些都可以被去除。",
)
