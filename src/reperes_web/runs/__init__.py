"""Observations being made: asked for, taken by a worker, kept alive, taken up again."""
