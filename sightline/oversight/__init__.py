"""Oversight: who holds a child, and who must look."""
