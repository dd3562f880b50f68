"""Who uses the application: accounts, teams, and the role of an account in a team."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from reperes.i18n import N_


class Role(models.TextChoices):
    """What a member may do in a team, from the least to the most: `reperes_web.accounts.rights`."""

    READER = "reader", N_("Reader")
    EDITOR = "editor", N_("Editor")
    MANAGER = "manager", N_("Manager")


class Account(AbstractUser):
    """A person who signs in. `subject` is the identifier that an OpenID provider gives them, if any.

    `made_by` is the team whose manager invited them, None when they came otherwise.
    """

    subject = models.CharField(max_length=255, unique=True, null=True, blank=True)
    made_by = models.ForeignKey("Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    @property
    def shown(self) -> str:
        """Return the name shown to their own team."""
        return self.get_full_name() or self.username


class Team(models.Model):
    """An administration or a service: it owns profiles, corrections, evidence and advice."""

    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(Account, through="Membership", related_name="teams")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An account in a team, with a role. `function` is what signs their corrections, such as « jurist »."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.READER)
    function = models.CharField(max_length=80, blank=True)

    class Meta:
        """Once in each team."""

        constraints = (models.UniqueConstraint(fields=("team", "account"), name="once_in_a_team"),)


class Token(models.Model):
    """A key to the API: what it may do is what its account may in the team. Only its digest is kept.

    `digest` is SHA-256, hexadecimal; `start` its first characters, to tell it from another.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=12)
    reads_only = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)
    expires_on = models.DateField()


class Attempt(models.Model):
    """Failed sign-ins lately, from one place: `digest` is keyed, and tells neither name nor address."""

    digest = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveSmallIntegerField(default=1)
    since = models.DateTimeField()
