"""Keys are made once, for their owner's eyes; the user's own are checked before anything is signed."""

from __future__ import annotations

import dataclasses
import os
import socket
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from getpass import getuser
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from revive.core.errors import UserError
from revive.provenance import check_keys
from revive.provenance.keys import known_keys, signing_keys

PEM = serialization.Encoding.PEM


def own(
    folder: Path,
    *,
    days: int = 30,
    issued: bool = True,
    use=ExtendedKeyUsageOID.EMAIL_PROTECTION,
    password: bytes = b"",
    mode: int = 0o600,
) -> None:
    """own.pem and own.key: a leaf under an authority of its own, or one that signs itself."""
    folder.mkdir(parents=True, exist_ok=True)
    root, key = ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP384R1())
    now, oid = datetime.now(UTC), x509.NameOID

    def name(word: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(oid.COMMON_NAME, word), x509.NameAttribute(oid.ORGANIZATION_NAME, "Own")])

    def built(subject: str, public, ca: bool) -> x509.Certificate:
        ends = now + timedelta(days=days)
        usage = dict.fromkeys(
            ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "crl_sign",
             "encipher_only", "decipher_only"), False,
        )  # fmt: skip
        signer = root if issued or ca else key
        one = (
            x509.CertificateBuilder(name("Root") if issued else name(subject), name(subject), public, 7 + ca,
                                    min(now, ends) - timedelta(days=60), ends)
            .add_extension(x509.BasicConstraints(ca, None), critical=True)
            .add_extension(x509.KeyUsage(digital_signature=not ca, key_cert_sign=ca, **usage), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        )  # fmt: skip
        if not ca:
            one = one.add_extension(x509.ExtendedKeyUsage([use]), critical=False)
        return one.sign(signer, hashes.SHA256())

    chain = [built("Leaf", key.public_key(), False), *([built("Root", root.public_key(), True)] if issued else [])]
    (folder / "own.pem").write_bytes(b"".join(one.public_bytes(PEM) for one in chain))
    lock = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    secret = folder / "own.key"
    secret.write_bytes(key.private_bytes(PEM, serialization.PrivateFormat.TraditionalOpenSSL, lock))
    secret.chmod(mode)


def test_made_once_and_for_the_owner_alone(home):
    check_keys()
    made = home / "keys" / "made"
    assert sorted(path.name for path in made.iterdir()) == ["chain.pem", "key.pem"]
    if os.name == "posix":
        modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (made.parent, made, *made.iterdir())}
        assert set(modes.values()) == {0o700, 0o600} and modes[made / "key.pem"] == 0o600 and modes[made] == 0o700
    before = (made / "key.pem").read_bytes()
    check_keys()
    assert (made / "key.pem").read_bytes() == before
    assert [path.name for path in made.parent.iterdir()] == ["made"]


def test_the_certificate_names_nobody_and_lasts(home):
    leaf, root = x509.load_pem_x509_certificates(signing_keys().chain.encode())
    words = f"{leaf.subject.rfc4514_string()} {leaf.issuer.rfc4514_string()}"
    assert not any(word in words for word in (socket.gethostname(), getuser(), str(home)) if len(word) > 2)
    assert leaf.not_valid_after_utc.year > datetime.now(UTC).year + 90
    leaf.verify_directly_issued_by(root)
    assert not any(b"PRIVATE" in path.read_bytes() for path in home.rglob("chain.pem"))


@pytest.mark.slow
def test_two_processes_at_once_make_one_key(home):
    code = "from revive.provenance.keys import signing_keys; print(signing_keys().serial)"
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    serials = {one.communicate()[0] for one in running}
    assert len(serials) == 1 and serials != {""}
    assert [path.name for path in (home / "keys").iterdir()] == ["made"]


def test_own_keys_come_first_and_both_are_known(home):
    first = signing_keys()
    own(home / "keys")
    check_keys()
    mine = signing_keys()
    assert (mine.algorithm, mine.serial) == ("es384", "7")
    assert {keys.serial for keys in known_keys()} == {"7", first.serial}


def test_own_keys_from_the_environment(home, tmp_path, monkeypatch):
    own(tmp_path / "elsewhere")
    monkeypatch.setenv("REVIVE_CERT", str(tmp_path / "elsewhere" / "own.pem"))
    with pytest.raises(UserError, match="Only one of REVIVE_CERT and REVIVE_KEY"):
        check_keys()
    monkeypatch.setenv("REVIVE_KEY", str(tmp_path / "elsewhere" / "own.key"))
    check_keys()
    assert signing_keys().serial == "7" and not home.exists()


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"days": -1}, "its validity ended on"), ({"password": b"secret"}, "locked with a password"),
        ({"mode": 0o644}, "Others on this computer can read"), ({"issued": False}, "vouches for itself"),
        ({"use": ExtendedKeyUsageOID.SERVER_AUTH}, "cannot be used for Content"),
    ],
)  # fmt: skip
def test_keys_that_cannot_be_used_are_one_sentence(how, says, home):
    if "mode" in how and os.name != "posix":
        pytest.skip("files have no such modes here")
    own(home / "keys", **how)
    with pytest.raises(UserError, match=says) as refused:
        check_keys()
    assert refused.value.sentence("zh") and "\n" not in str(refused.value)


def test_a_key_of_another_certificate_a_damaged_and_a_missing_one(home):
    own(home / "keys")
    (home / "keys" / "own.key").rename(home / "other.key")
    with pytest.raises(UserError, match=r"own\.key.*cannot be opened"):
        check_keys()
    own(home / "keys")
    (home / "other.key").replace(home / "keys" / "own.key")
    with pytest.raises(UserError, match="its key belongs to another certificate"):
        check_keys()
    (home / "keys" / "own.pem").write_text("nothing")
    with pytest.raises(UserError, match="damaged or not PEM"):
        check_keys()
    assert known_keys() == []


def test_a_home_that_cannot_be_written(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "file"))
    with pytest.raises(UserError, match="cannot be written into"):
        check_keys()


def test_the_secret_is_not_shown():
    keys = signing_keys()
    assert "PRIVATE" not in repr(keys) and "PRIVATE" in dataclasses.asdict(keys)["key"]
