"""Formats of others, read and written: alliances, wars, states and capabilities, from files that the user has.

The files themselves are not part of the package. Each reader names the source to cite and what is known of its terms.
"""
