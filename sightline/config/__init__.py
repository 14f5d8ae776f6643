"""How Sightline is put together: settings, addresses, the database it runs on."""
