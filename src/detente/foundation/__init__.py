"""What every other part stands on: errors, progress, ids and the condition language."""
