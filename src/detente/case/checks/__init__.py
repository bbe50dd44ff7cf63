"""Named checks: one function a rule, each finding an error or a warning with what to do."""
