"""Words as the rules need them: the parse, names, times, places, quantities."""
