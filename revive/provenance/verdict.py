"""What a file says about how it was made: as plain values and as sentences."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from revive.core.localisation import Message, languages
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
        "sentences" by language."""
        return asdict(self) | {"sentences": {language: self.sentences(language) for language in languages()}}

    def sentences(self, language: str = "en") -> list[str]:
        """What it means, a few plain sentences in `language`. Texts of the file that they repeat are from outside: a
        page has to escape them."""
        manifest = self.manifest
        values = {
            "thing": _THINGS["picture" if self.kind in PICTURES else "sound" if self.kind in SOUNDS else "film"],
            "when": f" ({manifest.when[:10]})" if manifest.when else "", "tool": manifest.tool or "",
            "by": manifest.by or "?", "made": _MADE.get(manifest.made or "", manifest.made or ""),
            "where": _WHERE[self._marked], "program": PRODUCER,
        }  # fmt: skip
        return [sentence.filled(**values).text(language) for sentence in self._said()]

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
    (True, True): Message("the picture and in the voice"), (True, False): Message("the picture"),
    (False, True): Message("the voice"), (False, False): "",
}  # fmt: skip
_MADE = {
    "AI generated": Message("AI generated"),
    "AI modified": Message("AI modified"),
}
_THINGS = {"picture": Message("picture"), "sound": Message("recording"), "film": Message("clip")}
_WHOLE_OURS = Message(
    "This {thing} has a valid Content Credential: nothing was changed since the key of {program} on this "
    "computer signed it{when}.",
)
_WHOLE = Message(
    "This {thing} has a valid Content Credential: nothing was changed since it was signed{when}. It names "
    "{tool} as the program and “{by}” as the signer.",
)
_UNTRUSTED = Message(
    "The signature is not from an issuer on a public trust list, so it shows that the file is unchanged, not who made"
    " it.",
)
_SAYS = Message("It says of itself: {made}.")
_CHANGED = Message("This {thing} has a Content Credential, but it was changed after it was signed.")
_INVALID = Message("This {thing} has a Content Credential that is not valid: it is damaged, or somebody changed it.")
_UNREADABLE = Message(
    "Revive cannot tell whether this {thing} has a Content Credential: it is damaged, or it is stored "
    "elsewhere and is not fetched.",
)
_MARK = Message(
    "It has the hidden mark of {program}, in {where}; fewer than one unmarked file in a million shows it by accident.",
)
_HINT = Message(
    "Anybody who reads {program}'s code can add this mark to something else or remove it, so it is only a "
    "hint and no proof.",
)
_ALONE = Message(
    "There is no Content Credential; only a valid one could show that nothing was changed since it was signed.",
)
_LABELLED = Message("A label in its metadata says that it was made or changed with AI.")
_NOTHING_ELSE = Message(
    "There is neither a Content Credential nor the mark of Revive; such a label alone can be added and removed by"
    " anyone.",
)
_NOTHING = Message(
    "Nothing was found: no Content Credential, no mark of {program}, no label. It may still be made with AI, for all"
    " of these can be removed.",
)
