"""The words of the design as frozen values, a file a section."""
