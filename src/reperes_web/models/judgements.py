"""What a team says and keeps: its profile, its corrections, its own evidence, the advice it asked for."""

from django.db import models

from reperes_web.models.accounts import Account, Team
from reperes_web.models.projects import Observation, Project


class Owned(models.Model):
    """Something that belongs to a team and was written by one of its members."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """No table of its own."""

        abstract = True


class Profile(Owned):
    """Who the administration is: `fields` are those of contract 4.3, without purchase and answers."""

    fields = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    @property
    def name(self) -> str:
        """Return the name of the administration."""
        return str(self.fields.get("name", ""))


class Statement(Owned):
    """Something said of a reading of a project; withdrawn, never erased, as long as the team is there.

    `signed` is the function of who said it, as it was on that day.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    reading = models.CharField(max_length=40)
    signed = models.CharField(max_length=120)
    on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.CharField(max_length=120, blank=True)

    class Meta:
        """No table of its own."""

        abstract = True


class Correction(Statement):
    """What the team says a reading should be, and why. The newest one that stands counts."""

    value = models.JSONField(null=True)
    reason = models.CharField(max_length=1000)

    class Meta:
        """One that stands for each reading."""

        constraints = (
            models.UniqueConstraint(
                fields=("team", "project", "reading"),
                condition=models.Q(withdrawn_on=None),
                name="one_correction_stands",
            ),
        )


class Addition(Statement):
    """Evidence of the team's own, for a value of a reading or against it."""

    value = models.CharField(max_length=200)
    against = models.BooleanField(default=False)
    quote = models.CharField(max_length=2000)
    url = models.URLField(max_length=2000, blank=True)
    seen_on = models.DateField()


class Rereading(models.Model):
    """An observation to be read again with the corrections of a team.

    It is there while it is to be done, or once it `failed`. `wanted` counts how often it was asked for: what
    was read before the last time is not kept. A worker has it until `taken_until`.
    """

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    wanted = models.PositiveIntegerField(default=1)
    woken_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failed = models.BooleanField(default=False)

    class Meta:
        """One for each team."""

        constraints = (
            models.UniqueConstraint(fields=("observation", "team"), name="one_rereading_for_a_team"),
        )


class Advice(Owned):
    """An advice asked for: an observation, a profile as it was, a day, a purchase and answers.

    `fields` is the whole profile of contract 4.3 that the advice is made from.
    """

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="advice")
    profile = models.ForeignKey(Profile, on_delete=models.SET_NULL, null=True, related_name="advice")
    fields = models.JSONField(default=dict)
    as_of = models.DateField()
    changed_at = models.DateTimeField(auto_now=True)
