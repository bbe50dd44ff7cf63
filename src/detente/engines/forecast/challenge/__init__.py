"""The challenge model (expected utility): readings, probabilities, expectations, offers, rounds."""
