"""Forgejo, and Gitea from which it comes: the same REST interface, read without an account."""

from reperes.sources.forges.forgejo.dialect import Forgejo

__all__ = ["Forgejo"]
