"""Child protection: enquiries, conferences, plans, core groups and reviews."""
