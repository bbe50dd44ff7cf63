"""Who says what: source, cue and content, by rules and a small learned model."""
