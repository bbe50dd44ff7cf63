"""The forecast engine: where positions lead, by every published model that can be stated, and how far they differ."""
