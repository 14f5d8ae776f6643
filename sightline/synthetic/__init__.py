"""An invented authority: invented children, for demonstration, training and tests. No real person is here."""
