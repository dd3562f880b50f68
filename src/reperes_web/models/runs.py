"""The runs: the only truth of what is being observed. The queue merely wakes somebody up."""

import uuid

from django.db import models
from django.db.models import Q

from reperes.i18n import N_
from reperes_web.models.accounts import Account
from reperes_web.models.projects import Observation


class State(models.TextChoices):
    """Where a run stands."""

    WAITING = "waiting", N_("Waiting")
    RUNNING = "running", N_("Under way")
    DONE = "done", N_("Done")
    FAILED = "failed", N_("Failed")
    STOPPED = "stopped", N_("Stopped")


UNDER_WAY = (State.WAITING, State.RUNNING)


class Run(models.Model):
    """One observation asked for.

    `key` is the subject, whatever way it was typed: two runs of one key and one day are never under way
    together. `origin` is the public address of a local copy. `holder` is the worker that has it until
    `lease_until`, which it puts off while it lives. `steps` are the steps begun, in order: `{"message": …,
    "at": seconds since the start}`; `told` is what the tool at work says of itself. `failure` holds three
    messages: what, why, what to do.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=2100)
    origin = models.CharField(max_length=2100, blank=True)
    key = models.CharField(max_length=2100)
    as_of = models.DateField()
    asked_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="runs")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    stop_asked = models.BooleanField(default=False)
    steps = models.JSONField(default=list)
    told = models.CharField(max_length=200, blank=True)
    failure = models.JSONField(null=True)
    observation = models.ForeignKey(
        Observation, on_delete=models.SET_NULL, null=True, blank=True, related_name="runs"
    )

    class Meta:
        """One run under way for one subject and one day."""

        constraints = (
            models.UniqueConstraint(
                fields=("key", "as_of"), condition=Q(state__in=UNDER_WAY), name="one_run_under_way"
            ),
        )
        indexes = (
            models.Index(fields=("state", "lease_until")),
            models.Index(fields=("asked_by", "-asked_at")),
        )

    @property
    def is_under_way(self) -> bool:
        """Return whether it waits or works."""
        return self.state in UNDER_WAY
