"""What was observed: a project, its observations, and what each shows, ready to be laid out."""

from django.db import models

from reperes_web.models.accounts import Team


class Project(models.Model):
    """One project, by its canonical address (or its path, in one-person mode).

    `latest` is its newest observation, by the day observed: what the list of projects shows.
    """

    key = models.CharField(max_length=2100, unique=True)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    latest = models.ForeignKey(
        "Observation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.name


class Observation(models.Model):
    """One project on one day. The columns repeat some readings, to sort and to choose by; None is unknown.

    `absence_factor`: on how few people half of the work rests; None when it was not measured. `input` is
    the subject as it was typed, `spent` what was asked of hosts. `archive` names
    the file of its facts in the people store, from which it can be read again as long as it is there.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="observations")
    as_of = models.DateField()
    observed_at = models.DateTimeField()
    head = models.CharField(max_length=64, blank=True)
    input = models.CharField(max_length=2100)
    spent = models.JSONField(default=dict)
    archive = models.UUIDField(null=True)
    generator = models.CharField(max_length=80)
    licence = models.CharField(max_length=200, null=True)
    openness = models.CharField(max_length=40, null=True)
    nature = models.CharField(max_length=40, null=True)
    governance = models.CharField(max_length=40, null=True)
    lifecycle = models.CharField(max_length=40, null=True)
    absence_factor = models.PositiveIntegerField(null=True)

    class Meta:
        """Newest first, for one project and for all."""

        indexes = (
            models.Index(fields=("project", "-as_of", "-observed_at")),
            models.Index(fields=("-observed_at",)),
        )


class Content(models.Model):
    """What an observation says in one language: `report`, its view model, or `data`, its contract.

    `body` is JSON, compressed. `team`: what it says once corrected by a team; None, to everybody.
    """

    REPORT, DATA = "report", "data"

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="contents")
    kind = models.CharField(max_length=10)
    language = models.CharField(max_length=5)
    body = models.BinaryField()
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        """One of each."""

        constraints = (
            models.UniqueConstraint(
                fields=("observation", "kind", "language"),
                condition=models.Q(team=None),
                name="one_of_each_content",
            ),
            models.UniqueConstraint(
                fields=("observation", "kind", "language", "team"), name="one_of_each_content_for_a_team"
            ),
        )
