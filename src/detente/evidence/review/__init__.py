"""What people decide about what was found, and what of it enters the case."""
