"""Self-tests: sets of problems, the sheet on which they are answered, its file on the disk, and the marking."""
