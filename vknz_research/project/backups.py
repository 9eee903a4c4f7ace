"""Backups that forget: what belongs to a source is sealed with keys of its own.

A backup holds packs, one for each group of sources that rows belong to together. Its
key is made from the keys of those sources, which lie in the key folder and not with the
backup. Destroying the key of a source makes its packs unreadable in every copy.
"""

import base64
import hashlib
import json
import os
import secrets
import shutil
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from vknz_research.errors import BackupError, LockedVaultError, StudyExistsError
from vknz_research.model.sources import Revision
from vknz_research.privacy.quoting import Quotes
from vknz_research.privacy.sealing import HALF, SEALED, STRIP, WORKPLACE
from vknz_research.privacy.vault import Ask, Unlocked, Vault, write_private
from vknz_research.project.recordings import (
    MEDIA,
    list_recordings,
    sealed_path,
    strip_path,
)
from vknz_research.project.settings import STORE, read_settings, write_settings
from vknz_research.project.study import Study
from vknz_research.project.withdrawing import open_vault
from vknz_research.store.belonging import Owners, list_owned
from vknz_research.store.refill import refill_store

MANIFEST: Final = "backup.json"
PACKS: Final = "packs"
WHOLE: Final = "_study"  # the key of what belongs to no source
REGISTRY: Final = "backups"
COPIED: Final = (MEDIA, "notebooks")
SEALED_KINDS: Final = frozenset({SEALED, STRIP, HALF})
SKIPPED: Final = frozenset({".ipynb_checkpoints"})
NONCE: Final = 12


def back_up(study: Study, target: Path, folders: Sequence[str] = COPIED) -> Path:
    """Write a sealed backup of the study to a new folder; return the folder.

    Snapshots and reports are not in it: they are made again from the store. Of the
    other `folders` those that are named go along. Opening it makes it a study again.
    """
    if target.exists() and any(target.iterdir()):
        raise StudyExistsError(path=target)
    vault, backup_id = open_vault(study), str(uuid4())
    groups = _group(study, folders)
    keys = {name: secrets.token_bytes(32) for name in {WHOLE}.union(*groups)}
    for name, key in sorted(keys.items()):
        vault.write(f"keys/{name}/{backup_id}", key)
    (target / PACKS).mkdir(parents=True, exist_ok=True, mode=0o700)
    target.chmod(0o700)
    packs = [
        _write_pack(target, owners, records, keys)
        for owners, records in sorted(groups.items(), key=lambda pair: sorted(pair[0]))
    ]
    settings = replace(study.settings, store=STORE)
    if study.settings.is_server:
        settings = replace(settings, salt=None)
    write_settings(target, settings)
    manifest = {
        "format": 1,
        "id": backup_id,
        "study_id": vault.folder.name,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "packs": packs,
        "sealed": _copy_sealed(study, target) if MEDIA in folders else [],
    }
    write_private(target / MANIFEST, json.dumps(manifest, indent=1).encode())
    _register(vault, target, manifest, sorted(keys.keys() - {WHOLE}))
    return target


def is_backup(folder: Path) -> bool:
    """Say whether a folder holds a sealed backup that was not opened yet."""
    return (folder / MANIFEST).exists()


def restore(folder: Path, key: bytes | None, ask: Ask) -> list[str]:
    """Make a sealed backup a study again, in its folder; return what stayed sealed.

    `ask` gives the passphrase of the key folder, where it has one. What belongs to a
    source of which the key was destroyed stays out. The packs go when all is there.
    """
    manifest = _read_manifest(folder)
    vault = Vault.of_study(manifest["study_id"], folder)
    opened = vault.unlock(ask)
    settings = read_settings(folder)
    half = folder / f".{STORE}-{uuid4().hex[:8]}"
    left: list[str] = []
    with refill_store(half, key) as fill:
        for pack in manifest["packs"]:
            secret = _find_key(opened, manifest["id"], pack["sources"])
            if secret is None:
                left += pack["sources"]
                continue
            for kind, name, value in _read_pack(folder, pack, secret):
                if kind == "row":
                    fill(name, value)
                else:
                    _put_file(folder, name, value)
    _remove_sealed(folder, manifest.get("sealed", ()), set(left))
    half.replace(folder / settings.store)
    (folder / MANIFEST).unlink()
    shutil.rmtree(folder / PACKS)
    _mark_opened(vault, manifest["id"])
    return sorted(set(left))


def list_backups(vault: Vault) -> list[dict[str, Any]]:
    """List the backups that were made on this machine, with their state.

    `whole`: every key is there. `shredded`: of some sources the key was destroyed.
    `opened`: it is a study again. `moved`: it is not where it was put; its keys say
    what can still be read of it.
    """
    data = vault.read_open(REGISTRY)
    listed: list[dict[str, Any]] = json.loads(data) if data else []
    return [{**one, "state": _find_state(vault, one)} for one in listed]


def _find_state(vault: Vault, one: Mapping[str, Any]) -> str:
    if one.get("opened"):
        return "opened"
    there = set(vault.list_names("keys"))
    wanted = {f"keys/{source_id}/{one['id']}" for source_id in one["sources"]}
    if wanted - there:
        return "shredded"
    return "whole" if (Path(one["path"]) / MANIFEST).exists() else "moved"


def _register(
    vault: Vault, target: Path, manifest: Mapping[str, Any], sources: Sequence[str]
) -> None:
    data = vault.read_open(REGISTRY)
    listed = json.loads(data) if data else []
    one = {
        "id": manifest["id"],
        "at": manifest["at"],
        "path": str(target.resolve()),
        "sources": list(sources),
    }
    vault.write_open(REGISTRY, json.dumps([*listed, one]).encode())


def _mark_opened(vault: Vault, backup_id: str) -> None:
    data = vault.read_open(REGISTRY)
    listed = json.loads(data) if data else []
    for one in listed:
        if one["id"] == backup_id:
            one["opened"] = True
    vault.write_open(REGISTRY, json.dumps(listed).encode())


# --- recordings ----------------------------------------------------------------------
def _copy_sealed(study: Study, target: Path) -> list[dict[str, str]]:
    """Copy the recordings as they are: what opens them is in the pack of their source.

    They are too large to go through memory.
    """
    copied: list[dict[str, str]] = []
    for one in list_recordings(study):
        for path in (sealed_path(study, one), strip_path(study, one)):
            if path.is_file():
                inner = path.relative_to(study.path)
                _copy_file(path, target / inner)
                copied.append({"file": inner.as_posix(), "source": one.source_id})
    return copied


def _copy_file(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(path, target)
    target.chmod(0o600)


def _remove_sealed(
    folder: Path, listed: Sequence[Mapping[str, str]], gone: set[str]
) -> None:
    """Take away the recordings of sources of which the key was destroyed."""
    for one in listed:
        path = folder / one["file"]
        if one["source"] in gone and path.resolve().is_relative_to(folder.resolve()):
            path.unlink(missing_ok=True)


# --- what goes into which pack -------------------------------------------------------
def _group(study: Study, folders: Sequence[str]) -> dict[Owners, list[str]]:
    """Return the records of a study as JSON, by the sources they belong to together."""
    groups: dict[Owners, list[str]] = defaultdict(list)
    with study.store.read() as reader:
        texts: dict[str, list[str]] = defaultdict(list)
        for state in reader.all(Revision):
            texts[state.source_id].append(state.text)
        quotes = Quotes(texts)
        for owners, table, row in list_owned(reader, quotes.find):
            groups[owners].append(_write_record("row", table, row))
    known = frozenset(texts)
    for name in folders:
        for path in sorted((study.path / name).rglob("*")):
            is_ours = not _is_skipped(path)
            if path.is_file() and is_ours:
                owners = _find_owners(path, study.path / name, known, quotes)
                inner = path.relative_to(study.path).as_posix()
                groups[owners].append(_write_record("file", inner, path.read_bytes()))
    return groups


def _is_skipped(path: Path) -> bool:
    """Say whether a file is no part of a pack: sealed itself, or left by a program."""
    is_left = any(p in SKIPPED or p.startswith(WORKPLACE) for p in path.parts)
    return is_left or path.suffix in SEALED_KINDS


def _find_owners(path: Path, base: Path, known: Owners, quotes: Quotes) -> Owners:
    """Return the sources whose words a file holds: by its folder, or what it quotes."""
    first = path.relative_to(base).parts[0]
    if first in known:
        return frozenset({first})
    data = path.read_bytes().decode("utf-8", "ignore")
    return quotes.find(data)


def _write_record(kind: str, name: str, value: Any) -> str:
    return json.dumps([kind, name, value], default=_write_bytes, ensure_ascii=False)


def _write_bytes(value: object) -> object:
    if isinstance(value, bytes | bytearray | memoryview):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    return dict(value)  # type: ignore[call-overload]


def _read_value(value: dict[str, Any]) -> Any:
    return base64.b64decode(value["base64"]) if value.keys() == {"base64"} else value


# --- packs ---------------------------------------------------------------------------
def _make_key(keys: Sequence[bytes]) -> bytes:
    """Return the key of a pack (HKDF-SHA-256, RFC 5869), made of all keys it needs."""
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    made = HKDF(hashes.SHA256(), 32, salt=None, info=b"vknz backup pack 1")
    return made.derive(b"".join(keys))


def _write_pack(
    target: Path, owners: Owners, records: Sequence[str], keys: Mapping[str, bytes]
) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    names = [WHOLE, *sorted(owners)]
    nonce = os.urandom(NONCE)
    data = zlib.compress("\n".join(records).encode())
    sealed = AESGCM(_make_key([keys[n] for n in names])).encrypt(nonce, data, None)
    file = f"{uuid4().hex}.pack"
    write_private(target / PACKS / file, nonce + sealed)
    digest = hashlib.sha256(nonce + sealed).hexdigest()
    return {"file": file, "sources": names[1:], "sha256": digest}


def _find_key(opened: Unlocked, backup_id: str, sources: Sequence[str]) -> bytes | None:
    """Return the key of a pack, or None when one that it needs was destroyed."""
    keys = [opened.read(f"keys/{n}/{backup_id}") for n in (WHOLE, *sources)]
    if keys[0] is None:
        raise LockedVaultError
    return None if None in keys else _make_key([k for k in keys if k is not None])


def _read_pack(
    folder: Path, pack: Mapping[str, Any], key: bytes
) -> Iterator[tuple[str, str, Any]]:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        data = (folder / PACKS / Path(pack["file"]).name).read_bytes()
        plain = AESGCM(key).decrypt(data[:NONCE], data[NONCE:], None)
    except (OSError, InvalidTag, ValueError) as error:
        raise _damaged(folder) from error
    for line in zlib.decompress(plain).decode().split("\n"):
        yield tuple(json.loads(line, object_hook=_read_value))


def _put_file(folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise _damaged(folder)
    write_private(path, data)


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        found["id"], found["study_id"], found["packs"]
    except (OSError, ValueError, KeyError) as error:
        raise _damaged(folder) from error
    return found


def _damaged(folder: Path) -> BackupError:
    return BackupError(
        path=folder,
        reason_nl="de reservekopie is beschadigd of niet volledig; neem een andere.",
        reason_en="the backup is damaged or not complete; take another one.",
    )
