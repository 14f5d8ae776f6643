"""Casework: what is recorded at any point of the journey, a note and a manager's decision."""
