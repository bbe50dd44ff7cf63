"""Reports in, a sourced record out: reading, extraction, comparison of reports and of drafts, review."""
