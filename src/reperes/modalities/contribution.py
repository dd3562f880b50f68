"""What becomes of code of our own in a project under another licence."""

from reperes.facts.citation import ReferenceCitation
from reperes.licences.flows import flow
from reperes.modalities.case import Case
from reperes.modalities.model import Effect, Reason, Said

_CONTRIBUTES = "contribution-directe"


def licence_reasons(modality: str, case: Case) -> list[Reason]:
    """Return whether our own code may go in, which way and why; nothing when its licence was not told.

    The table `own_code` of the modality judges; these reasons say why the licences go together or do not.
    """
    own, project = case.administration.code_licence, case.reading("licence")
    if modality != _CONTRIBUTES or own is None:
        return []
    cites = (ReferenceCitation("reading", "licence"),)
    args: dict[str, object] = {"own": own, "project": project.value}
    if project.value is None:
        return [Reason(Effect.UNKNOWN, Said("advice.flow_unread", args, cites))]
    found = flow(own, str(project.value))
    if found is None or found.allowed is None:
        return [Reason(Effect.UNKNOWN, Said("advice.flow_unknown", args, cites))]
    args = {"own": found.own, "project": found.project}
    if found.is_same:
        return [Reason(Effect.FOR, Said("advice.flow_same", args, cites))]
    args["because"] = {"message": f"flow.{found.rule}"}
    if found.allowed:
        return [Reason(Effect.FOR, Said("advice.flow_yes", args, cites))]
    return [Reason(Effect.AGAINST, Said("advice.flow_no", args, cites))]
