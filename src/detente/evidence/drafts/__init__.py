"""Two or more texts of a plan or treaty, provision by provision."""
