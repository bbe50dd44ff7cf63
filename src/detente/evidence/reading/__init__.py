"""Files and pages as documents: the text, its blocks, and who published it when."""
