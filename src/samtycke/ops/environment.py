"""What every process must know: where the database, the keys and the simulator are.

`samtycke up` writes it to ``<data>/environment.json`` (0600), so that a command run by hand beside it finds
the same program. What is set in the environment itself always wins.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path


class NothingRuns(RuntimeError):
    """No DATABASE_URL is set, and no `samtycke up` has been run with this data folder."""

    def __str__(self) -> str:
        return (
            "There is no database to talk to. Run `samtycke up` first (with the same --data), "
            "or set DATABASE_URL and SAMTYCKE_KEYRING_FILE."
        )


def data_folder(chosen: str | None = None) -> Path:
    """The data folder: --data, else SAMTYCKE_DATA, else ./samtycke-data."""
    return Path(chosen or os.environ.get("SAMTYCKE_DATA") or "samtycke-data").resolve()


def write(data: Path, environment: dict[str, str]) -> None:
    """Keep the environment for commands that are run by hand."""
    write_private(data / "environment.json", json.dumps(environment, indent=1))


def write_private(path: Path, content: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
    draft.replace(path)


def secret_key(data: Path) -> str:
    """The key that signs sessions, made at first start."""
    path = data / "secret_key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(50))
    return path.read_text(encoding="utf-8")


def owner_ready(url: str | None = None) -> None:
    """The same for a command that writes what the program may not: as the role that owns the tables.

    Raises:
        NothingRuns: there is no database.
    """
    _saved(data_folder())
    if owner := url or os.environ.get("DATABASE_OWNER_URL"):
        os.environ["DATABASE_URL"] = owner
    os.environ["SAMTYCKE_DATABASE_ROLE"] = "samtycke_owner"
    django_ready()


def django_ready(data: Path | None = None) -> None:
    """Load Django for a command, with the environment that `samtycke up` left if there is no other.

    Raises:
        NothingRuns: there is neither.
    """
    _saved(data or data_folder())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samtycke.ops.settings")
    import django

    django.setup()


def _saved(data: Path) -> None:
    """Take up the environment that `samtycke up` left, where there is none."""
    saved = data / "environment.json"
    if "DATABASE_URL" in os.environ:
        return
    if not saved.exists():
        raise NothingRuns
    for name, value in json.loads(saved.read_text(encoding="utf-8")).items():
        os.environ.setdefault(name, value)
