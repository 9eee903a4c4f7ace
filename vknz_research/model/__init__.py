"""The nouns of the workbench as frozen values; no input or output."""
