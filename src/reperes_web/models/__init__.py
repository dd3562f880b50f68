"""What the application keeps, table by table."""

from reperes_web.models.accounts import Account, Attempt, Membership, Role, Team, Token
from reperes_web.models.judgements import Addition, Advice, Correction, Profile, Rereading
from reperes_web.models.projects import Content, Observation, Project
from reperes_web.models.runs import Run, State

__all__ = [
    "Account",
    "Addition",
    "Advice",
    "Attempt",
    "Content",
    "Correction",
    "Membership",
    "Observation",
    "Profile",
    "Project",
    "Rereading",
    "Role",
    "Run",
    "State",
    "Team",
    "Token",
]
