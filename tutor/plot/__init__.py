"""Pictures made of characters: from a function or a set of numbers to rows of text. Nothing here reads or prints."""
