"""GitHub, with a token (GraphQL) and without (what REST tells to anyone)."""

from reperes.sources.forges.github.anonymous import AnonymousGitHub
from reperes.sources.forges.github.dialect import GitHub

__all__ = ["AnonymousGitHub", "GitHub"]
