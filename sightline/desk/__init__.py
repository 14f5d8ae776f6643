"""The desk: what a person sees first. My work, search, the child's page."""
