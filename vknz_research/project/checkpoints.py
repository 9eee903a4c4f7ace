"""Checkpoints for JupyterLab that keep nothing: a copy would outlive a withdrawal."""

from datetime import UTC, datetime
from typing import Any, Final

from jupyter_server.services.contents.checkpoints import AsyncCheckpoints
from tornado.web import HTTPError

ID: Final = "none"


class NoCheckpoints(AsyncCheckpoints):
    """Says that all went well and keeps no copy; the notebook itself is saved."""

    async def create_checkpoint(self, contents_mgr: Any, path: str) -> dict[str, Any]:
        """Keep nothing."""
        del contents_mgr, path
        return {"id": ID, "last_modified": datetime.now(UTC)}

    async def restore_checkpoint(
        self, contents_mgr: Any, checkpoint_id: str, path: str
    ) -> None:
        """Refuse: there is nothing to go back to."""
        del contents_mgr, path
        raise HTTPError(404, f"checkpoint {checkpoint_id}")

    async def rename_checkpoint(
        self, checkpoint_id: str, old_path: str, new_path: str
    ) -> None:
        """Do nothing."""

    async def delete_checkpoint(self, checkpoint_id: str, path: str) -> None:
        """Do nothing."""

    async def list_checkpoints(self, path: str) -> list[dict[str, Any]]:
        """Return none."""
        del path
        return []
