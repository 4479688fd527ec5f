"""Answers that are not one expression: the values, how they are typed and shown, and whether they are right.

`model` has the values, `typed` takes a text apart, `writing` shows a value on a line, as a picture and in words. What a
problem expects is a `shape`: those of `numbers`, `straight`, `lists` and `tables` (together in `shapes`), of `sets`,
`pieces` and `picks` read a text and judge it. `prose` has sentences with values in them.
"""
