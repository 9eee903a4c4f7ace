"""Tables."""
from pathlib import Path

from vknz_research.model.design import DesignEntry
from vknz_research.model.sources import InventoryEntry

def read_inventory(path: Path) -> list[InventoryEntry]: raise NotImplementedError
def read_design(path: Path) -> list[DesignEntry]: raise NotImplementedError
