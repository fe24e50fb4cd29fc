"""What a file says about how it was made: as plain values and as sentences."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from revive.provenance.media_types import PICTURES, SOUNDS
from revive.provenance.provenance import PRODUCER


@dataclass(frozen=True)
class Manifest:
    """The Content Credential of a file. Its texts come from the file.

    Attributes
    ----------
    state : "valid" (whole), "invalid" (damaged, or the file is another), "none", "unreadable"
    trusted : whether its issuer is on a public trust list; Revive carries none, so it never is
    changed : the file was changed since it was signed, while the manifest itself is whole
    ours : signed by this installation, or by the user's own key on it
    by : name of the certificate
    when : ISO 8601, by the signer's clock
    tool : the program that made it, and its version
    made : “AI generated”, “AI modified”, or None if the manifest does not mention AI
    facts : recorded by Revive: kind, id, language, voice, consent, seed
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
    """Whether Revive's watermark was found, and the probability (0–1) that an unmarked file scores as high.

    It does not tell who put the mark there: the key is public in this program.
    """

    found: bool
    by_accident: float


@dataclass(frozen=True)
class Verdict:
    """What `verify` found.

    Attributes
    ----------
    kind : media type of the file
    manifest : its Content Credential
    watermark : the mark in the picture; None without a picture
    voice : the mark in the sound; None without sound
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
        """Whether there is a manifest and the file has not changed since it was signed."""
        return self.manifest.state == "valid"

    def as_json(self) -> dict:
        """Plain values, the dataclass's own names; what was not looked for or not found is null; and what it means,
        "sentences" in "en" and "zh"."""
        return asdict(self) | {"sentences": {language: self.sentences(language) for language in ("en", "zh")}}

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
            "where": _WHERE[self._marked][pick],
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
        lost, found = manifest.state == "none", any(self._marked)
        if lost and found:
            yield _ALONE
        if found:
            yield _MARK
            yield _HINT
        if self._labelled:
            yield _LABELLED
        if lost and not found:
            yield _NOTHING_ELSE if self._labelled else _NOTHING

    @property
    def _marked(self) -> tuple[bool, bool]:
        """Whether the mark is in the picture, and in the sound."""
        return bool(self.watermark and self.watermark.found), bool(self.voice and self.voice.found)

    @property
    def _labelled(self) -> bool:
        label, source = (self.aigc or {}).get("Label"), (self.xmp or {}).get("source_type", "")
        return label in ("1", "2", "3") or source.lower().endswith("trainedalgorithmicmedia")


_WHERE = {
    (True, True): ("picture and in the voice", "画面和声音"), (True, False): ("picture", "画面"),
    (False, True): ("voice", "声音"), (False, False): ("", ""),
}  # fmt: skip
_THINGS = {"picture": ("picture", "图片"), "sound": ("recording", "录音"), "film": ("clip", "视频")}
_WHOLE_OURS = (
    f"This {{thing}} carries a Content Credential that is whole: nothing was changed since the key of {PRODUCER} on"
    " this computer signed it{when}.",
    f"此{{thing}}带有完整的内容凭证：自本机 {PRODUCER} 的密钥签名以来没有任何改动{{when}}。",
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
_MARK = (  # found.SURE
    f"It carries the unseen mark that {PRODUCER} puts into what it makes, in the {{where}}; fewer than one unmarked"
    " file in a million shows it by accident.",
    f"{{where}}中带有 {PRODUCER} 加入其作品的隐形标记；未加标记的文件偶然呈现它的可能不到百万分之一。",
)
_HINT = (
    f"Anybody who reads {PRODUCER}'s program can put this mark into something else or take it out, so it is a hint and"
    " no proof.",
    f"任何读过 {PRODUCER} 程序的人都能把这个标记加入别的内容或将其去除，因此它只是线索，不是证明。",
)
_ALONE = (
    "There is no Content Credential, and only one that is whole could show that nothing was changed since it was"
    " signed.",
    "没有内容凭证；只有完整的内容凭证才能表明文件自签名以来没有改动。",
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
