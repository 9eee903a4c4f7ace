"""The dashboard: pages of the workbench served by Panel, behind a login."""
