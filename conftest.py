"""One PostgreSQL for the whole run, a migrated template in it, and a copy of that for each worker.

Tests commit for real and are kept apart as tenants are: each has a fresh organisation.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import hypothesis
import psycopg
import pytest

_RUN = Path(os.environ.get("SAMTYCKE_TEST_DATA", tempfile.gettempdir() + f"/samtycke-tests-{os.getuid()}"))
_numbers = count(1)
# How fast is for benchmarks to say: on a busy machine a deadline fails what is right.
# `make test` asks the same of every checkout, so that what fails was broken by the change; `make explore` asks anew.
hypothesis.settings.register_profile("promises", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, derandomize=False, max_examples=500)
hypothesis.settings.load_profile("promises")


def pytest_configure(config: pytest.Config) -> None:
    """The controller starts the server and makes the template; workers read where it is."""
    if hasattr(config, "workerinput"):
        settings = json.loads(config.workerinput["samtycke"])
    else:
        settings = _start_server(config)
        config.stash[_SETTINGS] = settings
    _use_own_copy(settings, os.environ.get("PYTEST_XDIST_WORKER", "main"))


def pytest_unconfigure(config: pytest.Config) -> None:
    if server := config.stash.get(_SERVER, None):
        from samtycke.ops import postgres

        postgres.stop(server)
        shutil.rmtree(_RUN / str(os.getpid()), ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    node.workerinput["samtycke"] = json.dumps(node.config.stash[_SETTINGS])


_SETTINGS = pytest.StashKey[dict]()
_SERVER = pytest.StashKey()


def _start_server(config: pytest.Config) -> dict:
    from django.utils.translation.reloader import translation_file_changed

    from samtycke.ops import postgres
    from samtycke.organisations.keyring_file import make_keyring
    from samtycke.web.catalogues import compile_catalogues

    # Before any worker reads them; Django may have begun to, and remembers what was not there as not there.
    for compiled in compile_catalogues():
        translation_file_changed(None, compiled)
    data = _RUN / str(os.getpid())
    # Durability is what the fault tests are about, and they start a server of their own.
    server = postgres.start(data, settings={"fsync": "off", "synchronous_commit": "off", "shared_buffers": "256MB"})
    config.stash[_SERVER] = server
    urls = postgres.urls(data)
    postgres.prepare(urls.admin, passwords=postgres.passwords(data), database="template_samtycke")
    if not (data / "keyring.json").exists():
        make_keyring(data / "keyring.json", now=datetime.now(UTC))
    settings = {"data": str(data), "admin": urls.admin, "owner": urls.owner, "app": urls.app}
    try:
        _migrate(settings)
    except subprocess.CalledProcessError:
        postgres.stop(server)
        raise pytest.UsageError("the migrations failed, see above") from None
    return settings


def _migrate(settings: dict) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "samtycke.ops.settings",
            "SAMTYCKE_DATABASE_ROLE": "samtycke_owner",
            "DATABASE_URL": settings["owner"].rsplit("/", 1)[0] + "/template_samtycke",
        },
        check=True,
    )


def _use_own_copy(settings: dict, worker: str) -> None:
    name = f"test_{worker}"
    with psycopg.connect(settings["admin"].rsplit("/", 1)[0] + "/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template_samtycke OWNER samtycke_owner")
    base = {key: settings[key].rsplit("/", 1)[0] + f"/{name}" for key in ("app", "owner", "admin")}
    os.environ.update(
        DATABASE_URL=base["app"],
        SAMTYCKE_TEST_OWNER_URL=base["owner"],
        SAMTYCKE_TEST_ADMIN_URL=base["admin"],
        SAMTYCKE_KEYRING_FILE=str(Path(settings["data"]) / "keyring.json"),
        SAMTYCKE_DATA=settings["data"],
        SAMTYCKE_SECRET_KEY="for tests only",  # noqa: S106
    )
    # pytest-django has read the settings before this hook runs.
    from django.conf import settings as django_settings

    from samtycke.ops.settings import database

    django_settings.DATABASES["default"].update(database(base["app"], role="samtycke_app"))
    # A password that takes long to try takes as long to set, and nearly every test of the pages makes somebody who has
    # one. Those that ask how passwords are kept have the program's own: the fixture `slow_passwords`.
    _own_hashers.extend(django_settings.PASSWORD_HASHERS)
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *_own_hashers]


_own_hashers: list[str] = []


@pytest.fixture
def slow_passwords(settings) -> None:
    """Passwords are kept as the program keeps them."""
    settings.PASSWORD_HASHERS = _own_hashers


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The template was migrated before any test: nothing is left to set up."""


@pytest.fixture(scope="session", autouse=True)
def _database_open(django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture(autouse=True)
def _no_language_left_behind() -> Iterator[None]:
    """A page leaves its reader's language and time zone to the thread: the next test has its own."""
    from django.utils import timezone, translation

    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture
def organisation():
    """A fresh organisation, Skobutiken, with a purpose, goods and a sender: Alice owns it."""
    from samtycke.ops.cast import make_organisation

    return make_organisation(f"skobutiken-{os.getpid()}-{next(_numbers)}")


@pytest.fixture
def other_organisation():
    """Somebody else's: Charlie, who must see nothing of Alice's."""
    from samtycke.ops.cast import make_organisation

    return make_organisation(f"annan-{os.getpid()}-{next(_numbers)}")


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    """The whole program, started once for the tests that look at it from outside (they share a worker)."""
    from tests.running import started

    with started(tmp_path_factory.mktemp("running") / "data") as program:
        yield program


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever uses the running program goes to one worker, so that it is started once."""
    for item in items:
        if "running" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("running"))
