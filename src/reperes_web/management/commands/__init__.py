"""Part of Django’s layout."""
