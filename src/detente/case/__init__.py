"""The record: the case model, its strict reader, named checks and edits."""
