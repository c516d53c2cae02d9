"""What no code of ours may do, whoever writes it: run what a stranger wrote, guess, weaken what is encrypted, or call
out from somewhere nobody looks. Each exception is named here, with why."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src/samtycke"

RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
MAKES_OBJECTS = {"pickle", "cPickle", "marshal", "shelve", "dill", "jsonpickle"}
READS_XML = {"xml.etree", "xml.dom", "xml.parsers", "xml.sax.expatreader", "lxml", "defusedxml", "xmltodict"}
ASKS_A_DIRECTORY = {"ldap", "ldap3"}
CALLS_OUT = {"urllib.request", "http.client", "requests", "httpx", "socket", "smtplib", "ftplib", "aiohttp"}

CALLERS = {
    "carriers/phone/server.py": "the simulator, which is called",
    "dispatch/handsets.py": "the simulator's handsets, at SAMTYCKE_PHONE_URL",
    "ledger/tasks.py": "the witness, at SAMTYCKE_WITNESS_URL",
    "ops/bench/dispatch.py": "a benchmark calls its own processes",
    "ops/bench/wire.py": "a benchmark finds a free port",
    "ops/postgres.py": "the database that comes along finds a free port",
    "ops/up.py": "`samtycke up` asks its own web process whether it answers",
}
"""Files that may open a connection, each to an address that an operator chose; carriers connect by asyncio."""
STARTERS = {"ops"}
"""Rooms that may start a process."""
GUESSERS = {"carriers/smpp/session.py": "tells long texts apart, and spreads out reconnecting"}
"""Files whose random numbers guard nothing."""
MARKED_SAFE = {"web/api/docs.py", "web/parts/tags.py"}
"""Files that say of HTML of our own that it is safe."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every file of the program, without its tests."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE)
        if not {"tests", "migrations"} & set(name.parts):
            yield name.as_posix(), ast.parse(path.read_text())


def imported(tree: ast.AST) -> set[str]:
    """Names of modules, each with its parents: ``a.b`` gives ``a`` and ``a.b``."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return found | {name.rsplit(".", n)[0] for name in found for n in range(1, name.count(".") + 1)}


def called(tree: ast.AST) -> set[str]:
    """What is called, as it is written: ``eval``, ``yaml.load``."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def keywords(tree: ast.AST) -> set[str]:
    """Arguments by name, as they are written: ``shell=True``."""
    return {f"{node.arg}={ast.unparse(node.value)}" for node in ast.walk(tree) if isinstance(node, ast.keyword)}


def names(tree: ast.AST) -> set[str]:
    """Every name and attribute."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


def test_nothing_runs_a_text_as_code():
    for name, tree in sources():
        assert not called(tree) & RUNS_TEXT, name


def test_nothing_makes_objects_of_octets():
    """JSON and safe YAML make dicts and lists, and nothing else."""
    for name, tree in sources():
        assert not imported(tree) & MAKES_OBJECTS, name
        assert not {one for one in called(tree) if re.fullmatch(r"yaml\.(unsafe_|full_)?load(_all)?", one)}, name


def test_nothing_reads_xml_or_asks_a_directory():
    for name, tree in sources():
        assert not imported(tree) & (READS_XML | ASKS_A_DIRECTORY), name


def test_processes_are_started_from_lists_and_by_those_who_operate():
    for name, tree in sources():
        assert "shell=True" not in keywords(tree), name
        assert not called(tree) & {"os.system", "os.popen", "subprocess.getoutput"}, name
        if "subprocess" in imported(tree):
            assert name.split("/")[0] in STARTERS, name


def test_only_these_call_out():
    found = {name for name, tree in sources() if imported(tree) & CALLS_OUT}
    assert found <= set(CALLERS), found - set(CALLERS)


def test_certificates_are_always_looked_at():
    for name, tree in sources():
        assert not names(tree) & {"CERT_NONE", "CERT_OPTIONAL", "_create_unverified_context"}, name
        assert not keywords(tree) & {"verify=False", "check_hostname=False"}, name
        assert not {"check_hostname"} & names(tree), name


def test_only_well_tried_cryptography_and_only_by_its_library():
    """AES-GCM, SHA-256 and HMAC; nothing that has been broken, and no mode that shows patterns."""
    for name, tree in sources():
        assert not names(tree) & {"md5", "sha1", "DES", "TripleDES", "Blowfish", "ARC4", "ECB", "CBC", "PKCS1v15"}, name
        assert not imported(tree) & {"Crypto", "nacl", "cryptography.hazmat.primitives.ciphers.modes"}, name


def test_what_must_not_be_guessed_comes_from_the_system():
    for name, tree in sources():
        assert "random" not in imported(tree) or name in GUESSERS, name
        assert not names(tree) & {"uuid1", "uuid3", "uuid5", "getnode"}, name


def test_a_template_is_a_file_of_ours():
    """Never a text that somebody wrote; and nothing in it is let through unescaped."""
    for name, tree in sources():
        assert not called(tree) & {"Template", "Engine", "engine.from_string", "Environment"}, name
        assert "from_string" not in names(tree), name
        assert "mark_safe" not in names(tree) or name in MARKED_SAFE, name
    for path in SOURCE.rglob("*.html"):
        assert not re.search(r"\|\s*safe(seq)?\b|autoescape\s+off", path.read_text()), path.name


def test_no_text_of_a_stranger_is_a_format():
    """``text.format(…)`` and ``format_map`` reach into objects: what is filled in so must be written in the code."""
    for name, tree in sources():
        assert "format_map" not in names(tree), name
        assert "string.Template" not in imported(tree), name


FORBIDDEN_IN_SCRIPTS = {
    "runs text": r"\beval\s*\(|\bnew\s+Function\b|set(?:Timeout|Interval)\(\s*[\"'`]",
    "makes HTML of text": r"\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write",
    "keeps something in the browser": r"\b(?:local|session)Storage\b|indexedDB|document\.cookie\s*=[^=]|caches\.",
    "stops somebody from pasting": r"[\"']paste[\"']|onpaste",
}


def test_scripts_run_no_text_keep_nothing_and_hinder_nobody():
    scripts = [*(SOURCE / "web/static").glob("*.js")]
    assert scripts
    for path in scripts:
        for what, pattern in FORBIDDEN_IN_SCRIPTS.items():
            assert not re.search(pattern, path.read_text()), (path.name, what)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("import xml.etree.ElementTree as e", {"xml", "xml.etree", "xml.etree.ElementTree"}),
        ("from urllib import request", {"urllib", "urllib.request"}),
        ("def f():\n    from os import path", {"os", "os.path"}),
    ],
)
def test_what_is_imported_is_seen(said, found):
    """So that the tests above are ones that can fail."""
    assert imported(ast.parse(said)) == found
    assert called(ast.parse("eval(x); yaml.load(y)")) == {"eval", "yaml.load"}
    assert keywords(ast.parse("run(a, shell=True)")) == {"shell=True"}
    assert "md5" in names(ast.parse("hashlib.md5(a)"))
