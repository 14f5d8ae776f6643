"""Checks a return against the Department's rules: any return, from any system, with no server."""
