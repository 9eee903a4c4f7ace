"""Making the tables, and bringing an older store up to date (Alembic)."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, inspect

from vknz_research.errors import NewerStudyError, NoStudyError

KNOWN: Final = ("0001", "0002", "0003", "0004", "0005", "0006")
HEAD: Final = KNOWN[-1]


def create_tables(engine: Engine) -> None:
    """Make all tables in an empty database."""
    _upgrade(engine)


def bring_up_to_date(engine: Engine, where: object) -> None:
    """Bring an older store to the newest schema; refuse a newer one."""
    found = read_version(engine)
    if found is None:
        raise NoStudyError(path=where)
    if found not in KNOWN:
        raise NewerStudyError(path=where, found=found, known=HEAD)
    if found != HEAD:
        _upgrade(engine)


def read_version(engine: Engine) -> str | None:
    """Return the schema version of a store, or None when it holds no study."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        asked = "SELECT version_num FROM alembic_version"
        version: str | None = connection.exec_driver_sql(asked).scalar_one_or_none()
        return version


def _upgrade(engine: Engine) -> None:
    from alembic import command  # noqa: PLC0415 - 0.2 s that opening does not need
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option(
        "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
    )
    with engine.connect().execution_options(writes=True) as connection:
        attributes: dict[str, Any] = config.attributes
        attributes["connection"] = connection
        with connection.begin():
            command.upgrade(config, HEAD)
