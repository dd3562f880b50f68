"""GitLab, of any age: GraphQL where it is spoken, REST otherwise."""

from reperes.sources.forges.gitlab.dialect import GitLab

__all__ = ["GitLab"]
