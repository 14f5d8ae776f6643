"""Pre-proceedings: from the decision to begin to the decision to step up or down."""
