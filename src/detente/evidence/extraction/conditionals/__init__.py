"""This, if that: conditional offers and demands, and who would have to deliver."""
