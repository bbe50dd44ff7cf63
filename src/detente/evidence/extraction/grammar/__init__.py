"""Words and clauses of a parsed sentence, as several kinds of rules need them."""
