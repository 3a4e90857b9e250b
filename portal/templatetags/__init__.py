"""Tags for pages of the administration."""
