"""The stages of the child's journey, one room each. No stage imports another: a step elsewhere is named by its key."""
