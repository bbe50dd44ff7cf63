"""The project's own pages are true: links lead somewhere, the tree is the disk, commands exist."""
