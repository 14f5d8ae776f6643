"""Clocks: what is owed to a child, by when, and why then. The engine that runs what law declares."""
