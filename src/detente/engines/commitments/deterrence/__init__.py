"""Deterrence."""
