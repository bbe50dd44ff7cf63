"""What a source does by saying it, how far it commits itself, and the codes of PLOVER and CAMEO."""
