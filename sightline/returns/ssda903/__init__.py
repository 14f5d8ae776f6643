"""The return of children looked after (SSDA903): its tables, the rules they must keep, and its files."""
