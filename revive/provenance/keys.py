"""Signing keys: a key of this installation, made at first use, or the user's own.

The installation's certificate is issued by a root whose key signs once and is discarded (C2PA accepts no self-signed
certificates), so the root can never sign anything else. Its name is random, and nobody outside knows it: a signature
proves that a file is unchanged and, to this installation, that it made the file.

    <home>/keys/made/    chain.pem and key.pem of this installation
    <home>/keys/own.pem  the user's own certificate and those above it; own.key: its key, without a password
    REVIVE_CERT, REVIVE_KEY  the same, in any other place
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from revive.core.errors import UserError
from revive.core.home import home
from revive.core.localisation import Message
from revive.core.permissions import private_folder, private_opener

CERTIFICATE, KEY = "REVIVE_CERT", "REVIVE_KEY"  # of the environment
YEARS = 100  # families keep clips for long; without a time stamp a signature expires with its certificate
MOST_BYTES = 256 * 1024  # of a certificate or key file


@dataclass(frozen=True)
class Keys:
    """The key and certificates that sign a manifest.

    Attributes
    ----------
    chain : the certificate and its issuers, PEM
    key : its private key, PEM (PKCS 8)
    algorithm : as C2PA names it, "es256", "ps256", …
    serial : the certificate's serial number, in decimal
    """

    chain: str
    key: str = field(repr=False)
    algorithm: str
    serial: str

    @property
    def root(self) -> str:
        """The highest certificate of the chain, PEM."""
        begin = "-----BEGIN CERTIFICATE-----"
        return begin + self.chain.rpartition(begin)[2]


def signing_keys() -> Keys:
    """The user's own keys if there are any, otherwise this installation's, made at first use.

    Raises
    ------
    UserError : the key or certificate is missing, damaged, locked, expired, of a wrong kind, or open to others
    """
    paths = _own_paths()
    if paths:
        return _load(*paths)
    folder = home() / "keys" / "made"
    if not folder.is_dir():
        _make(folder)
    return _load(folder / "chain.pem", folder / "key.pem")


def known_keys() -> list[Keys]:
    """All present and former keys of this installation, to recognise signatures; makes none and skips damaged ones."""
    made = home() / "keys" / "made"
    found = []
    for find in (_own_paths, lambda: (made / "chain.pem", made / "key.pem")):
        with contextlib.suppress(UserError):
            if paths := find():
                found.append(_load(*paths))
    return found


def _own_paths() -> tuple[Path, Path] | None:
    certificate, key = os.environ.get(CERTIFICATE), os.environ.get(KEY)
    if certificate or key:
        if not certificate or not key:
            raise UserError(
                "Only one of {certificate} and {key} is set; please set both, or neither to use Revive's own key.",
                certificate=CERTIFICATE,
                key=KEY,
            )
        return Path(certificate).expanduser(), Path(key).expanduser()
    folder = home() / "keys"
    paths = folder / "own.pem", folder / "own.key"
    return paths if any(path.exists() for path in paths) else None


def _load(certificate: Path, key: Path) -> Keys:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    chain, secret = _read(certificate), _read(key, private=True)
    try:
        certificates = x509.load_pem_x509_certificates(chain)
        private = serialization.load_pem_private_key(secret, password=None)
    except TypeError as error:  # it has a password
        raise _unusable(key, Message("it is locked with a password")) from error
    except ValueError as error:
        raise _unusable(certificate, Message("it or its key is damaged or not PEM")) from error
    leaf, now = certificates[0], datetime.now(UTC)
    form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    if leaf.public_key().public_bytes(*form) != private.public_key().public_bytes(*form):
        raise _unusable(certificate, Message("its key belongs to another certificate"))
    if leaf.issuer == leaf.subject:
        raise _unusable(certificate, Message("it vouches for itself, an authority has to"))
    begins, ends = leaf.not_valid_before_utc, leaf.not_valid_after_utc
    if now > ends:
        raise _unusable(certificate, Message("its validity ended on {date}", date=ends.date()))
    if now < begins:
        raise _unusable(certificate, Message("it is valid only from {date}", date=begins.date()))
    pem = serialization.Encoding.PEM
    return Keys(
        "".join(one.public_bytes(pem).decode() for one in certificates),
        private.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode(),
        _algorithm(private, key),
        str(leaf.serial_number),
    )


def _algorithm(private: object, path: Path) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(private, ec.EllipticCurvePrivateKey):
        sizes = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
        if private.curve.name in sizes:
            return sizes[private.curve.name]
    if isinstance(private, rsa.RSAPrivateKey) and private.key_size >= 2048:
        return "ps256"
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return "ed25519"
    raise _unusable(path, Message("keys of its kind are not used in Content Credentials"))


def _read(path: Path, *, private: bool = False) -> bytes:
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            if private and os.name == "posix" and stat.S_IMODE(about.st_mode) & 0o077:
                raise UserError(
                    "Others on this computer can read the key “{file}”; please let only its owner read it (chmod 600).",
                    file=path.name,
                )
            return file.read(MOST_BYTES)
    except OSError as error:
        raise _unusable(path, Message("it cannot be opened")) from error


def _unusable(path: Path, why: Message) -> UserError:
    return UserError(
        "Nothing can be signed with “{file}”: {why}. Please replace it, or take it away so that Revive uses a key of"
        " its own.",
        file=path.name,
        why=why,
    )


def _make(folder: Path) -> None:
    """Make this installation's key: whole or not at all, and of two processes at once only one does it."""
    try:
        private_folder(folder.parent)
        fresh = Path(tempfile.mkdtemp(prefix=".made-", dir=folder.parent))  # for its owner alone
    except OSError as error:
        raise UserError(
            "Revive's key for signing cannot be written into {folder}; please make that folder writable, or set"
            " REVIVE_HOME to another.",
            folder=folder.parent,
        ) from error
    try:
        chain, key = _issue()
        for name, data in (("chain.pem", chain), ("key.pem", key)):
            with open(fresh / name, "xb", opener=private_opener) as file:
                file.write(data)
                os.fsync(file.fileno())
        try:
            fresh.rename(folder)
        except OSError:  # another process was faster
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _issue() -> tuple[bytes, bytes]:
    """(certificate and root, private key) of a new installation, PEM; the root's own key is forgotten."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID

    number, now = secrets.token_hex(4), datetime.now(UTC)
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))

    def name(kind: str) -> x509.Name:
        oid = x509.NameOID
        return x509.Name(
            [x509.NameAttribute(oid.ORGANIZATION_NAME, "Revive (on somebody's own computer)"),
             x509.NameAttribute(oid.COMMON_NAME, f"Revive {kind} {number}")]
        )  # fmt: skip

    def begun(subject: x509.Name, public) -> x509.CertificateBuilder:
        start = now - timedelta(days=1)  # clocks may be wrong
        return x509.CertificateBuilder(
            issuer_name=name("authority"), subject_name=subject, public_key=public,
            serial_number=x509.random_serial_number(), not_valid_before=start,
            not_valid_after=start + timedelta(days=366 * YEARS),
        ).add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)  # fmt: skip

    def usage(*named: str) -> x509.KeyUsage:
        every = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                 "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")  # fmt: skip
        return x509.KeyUsage(**{one: one in named for one in every})

    above = (
        begun(name("authority"), root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage("key_cert_sign", "crl_sign"), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        begun(name("installation"), key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage("digital_signature"), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return leaf.public_bytes(pem) + above.public_bytes(pem), secret
