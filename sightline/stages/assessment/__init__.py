"""Child and family assessment (Children Act 1989, section 17)."""
