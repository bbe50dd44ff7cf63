"""Statements, quotes, chains, conditional offers, events and proposals of one report."""
