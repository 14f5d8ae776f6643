"""One search box on every page."""
