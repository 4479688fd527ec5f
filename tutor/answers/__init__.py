"""Answers that are not one expression: the values, how they are typed and shown, and whether they are right.

`model` has the values and `typed` takes a text apart; `shapes`, `sets` and `picks` say what a problem expects and judge
it; `writing` shows a value on a line, as a picture and in words.
"""
