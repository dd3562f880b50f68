"""The only rooms that read the outside world: each gives facts, nothing else does I/O."""
