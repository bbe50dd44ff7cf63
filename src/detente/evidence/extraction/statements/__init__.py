"""Statements with source, chain, act and content, also where no verb of saying stands."""
