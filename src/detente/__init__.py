"""Détente: an open workbench for negotiation analysis."""

__version__ = "0.1.0"
