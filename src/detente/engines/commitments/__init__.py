"""Guarantees as data: who would owe what to whom, what a promise is worth, and whether it would be kept."""
