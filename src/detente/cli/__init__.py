"""The command line: a face, no analysis of its own."""
