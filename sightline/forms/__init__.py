"""The form engine: questions, published versions of them, drafts, and how a draft becomes steps of the record."""
