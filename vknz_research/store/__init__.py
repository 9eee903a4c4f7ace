"""The live store of a study: one database, every act an event, every act undoable."""

from vknz_research.store.store import Store, create_store, open_store

__all__ = ["Store", "create_store", "open_store"]
