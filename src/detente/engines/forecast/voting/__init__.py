"""Voting over positions: what beats the status quo, what nothing beats, and what an agenda setter makes of it."""
