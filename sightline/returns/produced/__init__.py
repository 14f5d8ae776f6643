"""Returns produced from the record: made, checked, kept and compared with the one before."""
