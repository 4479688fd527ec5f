"""Derivations that are more than a function and its rules, and what is said beside one.

Implicit, along a curve, from the definition, through ln y, of an inverse function, at a point; corners and other roads.
"""
