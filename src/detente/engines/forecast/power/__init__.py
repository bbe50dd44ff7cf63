"""Power indices: how often a voter turns a losing coalition into a winning one."""
