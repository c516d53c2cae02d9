"""Over TLS a carrier shows who it is before it hears a password; one that cannot is told of, and given nothing."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from samtycke.carriers import BadUrl, connect
from samtycke.carriers.smpp.settings import read_url

from .scene import Arrived, Stage, never, states, text, until

NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Authority:
    """Somebody who signs certificates; ``file`` holds their own."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    file: Path

    @classmethod
    def make(cls, folder: Path, called: str) -> Authority:
        name, key = _name(called), ec.generate_private_key(ec.SECP256R1())
        own = _certificate(name, key.public_key(), name).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        own = own.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        own = own.add_extension(_usage(signs=True), critical=True)
        file = folder / f"{called}.pem"
        file.write_bytes(own.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return cls(name, key, file)

    def certify(self, folder: Path, host: str, *, until: datetime = NOW + timedelta(days=1)) -> ssl.SSLContext:
        """A server that shows a certificate for a host."""
        key = ec.generate_private_key(ec.SECP256R1())
        named = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
        made = _certificate(_name(host), key.public_key(), self.name, until=until)
        made = made.add_extension(x509.SubjectAlternativeName([named]), critical=False)
        made = made.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
        )
        file = folder / f"{host}-{until:%s}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def _name(called: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, called)])


def _certificate(subject, key, issuer, *, until=NOW + timedelta(days=1)) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=2))
        .not_valid_after(until)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=signs, crl_sign=signs, encipher_only=False, decipher_only=False,
    )  # fmt: skip


@pytest.fixture
def ours(tmp_path) -> Authority:
    return Authority.make(tmp_path, "ours")


@pytest.fixture
def others(tmp_path) -> Authority:
    return Authority.make(tmp_path, "others")


@asynccontextmanager
async def reached(stage: Stage, shows: ssl.SSLContext | None, *, ca: Path | None):
    """A carrier that shows something, and our session on the way to it."""
    server = await asyncio.get_running_loop().create_server(stage, "127.0.0.1", 0, ssl=shows)
    port, query = server.sockets[0].getsockname()[1], f"?ca={ca}" if ca else ""
    async with server, connect(f"smpps://us:secret@127.0.0.1:{port}{query}", inbound=Arrived(), name="t") as carrier:
        yield carrier


def test_a_carrier_with_a_good_certificate_is_bound_and_takes_texts(ours, tmp_path):
    async def run():
        stage = Stage()
        async with reached(stage, ours.certify(tmp_path, "127.0.0.1"), ca=ours.file) as carrier:
            await until(lambda: carrier.connected)
            assert stage.peer.transport.get_extra_info("ssl_object").version() in ("TLSv1.2", "TLSv1.3")
            assert states(await carrier.submit([text(i) for i in range(20)], dropped=never)) == ["sent"] * 20

    asyncio.run(run())


def test_a_carrier_that_signs_its_own_certificate_is_trusted_by_naming_that_one(tmp_path):
    key, name, file = ec.generate_private_key(ec.SECP256R1()), _name("smsc"), tmp_path / "own.pem"
    named = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    own = _certificate(name, key.public_key(), name).add_extension(named, critical=False).sign(key, hashes.SHA256())
    file.write_bytes(own.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    shows = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shows.load_cert_chain(file, tmp_path / "key.pem")

    async def run():
        async with reached(Stage(), shows, ca=file) as carrier:
            await until(lambda: carrier.connected)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("another host", "IP address mismatch"),
        ("unknown authority", "unable to get local issuer certificate"),
        ("the system's authorities", "unable to get local issuer certificate"),
        ("a day too old", "certificate has expired"),
    ],
)
def test_a_carrier_whose_certificate_is_not_trusted_hears_no_password_and_gets_no_text(
    case, told, ours, others, tmp_path
):
    shows = {
        "another host": lambda: ours.certify(tmp_path, "192.0.2.1"),
        "unknown authority": lambda: others.certify(tmp_path, "127.0.0.1"),
        "the system's authorities": lambda: ours.certify(tmp_path, "127.0.0.1"),
        "a day too old": lambda: ours.certify(tmp_path, "127.0.0.1", until=NOW - timedelta(days=1)),
    }[case]()

    async def run():
        stage = Stage()
        ca = None if case == "the system's authorities" else ours.file
        async with reached(stage, shows, ca=ca) as carrier:
            await until(lambda: "certificate" in carrier.health.trouble)
            assert carrier.health.trouble.startswith("its certificate is not trusted: ")
            assert told in carrier.health.trouble
            assert states(await carrier.submit([text(1)], dropped=never)) == ["retry"]
            assert stage.commands == []
            assert not carrier.connected

    asyncio.run(run())


def test_there_is_no_falling_back_to_none(ours):
    """A carrier, or somebody between, that does not speak TLS is not spoken to."""

    async def run():
        stage = Stage()
        async with reached(stage, None, ca=ours.file) as carrier:
            await until(lambda: "TLS" in carrier.health.trouble)
            assert stage.commands == []

    asyncio.run(run())


def test_what_is_older_than_tls_1_2_is_refused(ours, tmp_path):
    context = read_url(f"smpps://host?ca={ours.file}", "x").tls
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_the_url_says_whether_and_whom_to_trust(tmp_path, ours):
    assert read_url("smpps://host", "x").port == 3550
    assert read_url("smpps://host:2776", "x").port == 2776
    assert read_url("smpp://host", "x").tls is None
    (tmp_path / "none.pem").write_text("no certificate")
    for wrong in (
        f"smpps://h?ca={tmp_path}/none.pem",
        f"smpps://h?ca={tmp_path}/missing.pem",
        f"smpp://h?ca={ours.file}",
    ):
        with pytest.raises(BadUrl, match=r"carrier x: .*ca"):
            connect(wrong, inbound=Arrived(), name="x")
