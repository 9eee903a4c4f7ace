"""What the pages of the dashboard show of the material, as JSON."""
