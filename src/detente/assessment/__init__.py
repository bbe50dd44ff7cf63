"""All that the engines say about one package or proposal, side by side."""
