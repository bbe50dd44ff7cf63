"""Who must agree before a promise binds: votes, veto players, ratifications, and how long they take."""
