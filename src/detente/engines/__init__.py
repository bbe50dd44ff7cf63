"""The engines: each answers one kind of question from arrays and small frozen problems.

An engine imports the foundation and nothing of another engine; `methods` lists what they offer.
"""
