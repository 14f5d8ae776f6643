"""The children in need census: the yearly return of every child referred to children's social care."""
