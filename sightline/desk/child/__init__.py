"""The child's page: summary, what is due, chronology, history; as it is and as it was known."""
