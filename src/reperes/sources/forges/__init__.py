"""Forges: the same facts from three dialects."""
