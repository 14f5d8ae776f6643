"""Adding and correcting people."""
