"""What leaves the record on paper: a step as it stands, and an assessment or plan in plain words for the family."""
