"""How a text becomes a tree; `tutor.read` is the way in.

A text goes through `plain` (pasted signs), `lexer` with `numbers`, `splitting` and `latex` (tokens),
`leibniz` (dy/dx and left sides), `brackets` (what encloses what) and `grammar` with `letters` and
`application` (what binds what). `doubts` notices second readings, `limits` what would be too large, and
`refusals` says why a text cannot be read.
"""
