"""Instruments side by side: what each covers, where one falls short of another, and what a new draft changes."""
