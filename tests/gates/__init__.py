"""The gates: each refuses one kind of fault in the tree, and test_gates.py sees each of them refuse.

A gate is a module with `faults(root)`, which answers one line of text a fault, none for a clean tree.
"""
