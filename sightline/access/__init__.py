"""Who may do and see what, and who looked: deny by default, decided in the query."""
