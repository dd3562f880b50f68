"""What the queue carries: the identifier of a run, and nothing else."""

from django_tasks import task

from reperes_web.models import Run


@task()
def carry_out(run_id: str) -> None:
    """Do a run, unless somebody else has it or it is over."""
    from reperes_web.runs.work import work

    work(run_id)


def wake(run: Run) -> None:
    """Have a worker look at a run."""
    carry_out.enqueue(str(run.pk))
