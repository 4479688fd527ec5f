"""Second opinions for the linter: answers found once more, by SymPy or from values, and never by what `kinds` uses.

One module a subject; what a kind asks of them stands in its `Task.examine`. Where a text comes back it is what was
found instead of ours. A second opinion that cannot be had (SymPy gives up, a place has no value) is "", like one that
agrees, and nothing is said then.
"""
