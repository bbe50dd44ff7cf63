"""Meetings, calls, signings, wars, publications, and what a report says of each."""
