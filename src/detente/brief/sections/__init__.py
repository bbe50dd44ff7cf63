"""The sections of a brief, a file each: from the case and the engines' results to blocks."""
