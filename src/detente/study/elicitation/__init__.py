"""Weights from answers to "which of these two packages would they rather take?"."""
