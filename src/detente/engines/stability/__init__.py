"""The stability engine: who could move away from a state, and what would answer, by the graph model for conflicts."""
