"""What is said: a tree of blocks, charts from plain data, and the writers that turn them into a page."""
