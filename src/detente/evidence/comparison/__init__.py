"""What several reports of one event agree on, what says only one, what contradicts."""
