"""SECURITY-INSIGHTS.yml, 1.0 and 2.x (github.com/ossf/security-insights): contacts and teams are counted."""

from typing import Annotated

from pydantic import ConfigDict

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import yaml_text
from reperes.sources.documents.lenient.model import Declared, check, kebab
from reperes.sources.documents.lenient.tree import Parsed

_STATUSES = ("active", "concept", "inactive", "moved", "unsupported", "wip", "suspended", "abandoned")


class _Block(Declared):
    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=kebab)


class _Header(_Block):
    schema_version: f.Text | None = None
    expiration_date: f.Day | None = None
    last_updated: f.Day | None = None
    last_reviewed: f.Day | None = None
    project_url: f.Address | None = None
    url: f.Address | None = None
    project_si_source: f.Address | None = None
    project_release: f.Text | None = None
    license: f.Licence | None = None


class _Lifecycle(_Block):
    status: Annotated[str, f.one_of(*_STATUSES)] | None = None
    bug_fixes_only: f.Flag | None = None
    roadmap: f.Text | None = None
    release_process: f.Text | None = None
    release_cycle: f.Text | None = None
    core_maintainers_count: f.Count | None = f.counted("core-maintainers")


class _Policy(_Block):
    accepts_pull_requests: f.Flag | None = None
    accepts_automated_pull_requests: f.Flag | None = None
    contributing_policy: f.Text | None = None
    code_of_conduct: f.Text | None = None


class _Reporting(_Block):
    accepts_vulnerability_reports: f.Flag | None = None
    reports_accepted: f.Flag | None = None
    bug_bounty_available: f.Flag | None = None
    bug_bounty_url: f.Address | None = None
    bug_bounty_program: f.Address | None = None
    security_policy: f.Text | None = None
    policy: f.Text | None = None
    contact_count: f.Count | None = f.counted("contact")
    email_contact_count: f.Count | None = f.counted("email-contact")


class _Documentation(_Block):
    code_of_conduct: f.Text | None = None
    contributing_guide: f.Text | None = None
    detailed_guide: f.Text | None = None
    governance: f.Text | None = None
    release_process: f.Text | None = None
    review_policy: f.Text | None = None
    security_policy: f.Text | None = None
    support_policy: f.Text | None = None


class _Steward(_Block):
    uri: f.Address | None = None


class _Sibling(_Block):
    name: f.Text | None = None
    url: f.Address | None = None


class _Project(_Block):
    name: f.Text | None = None
    homepage: f.Address | None = None
    funding: f.Giving | None = None
    roadmap: f.Text | None = None
    steward: _Steward | None = None
    administrators_count: f.Count | None = f.counted("administrators")
    repositories: Annotated[list[_Sibling], f.items()] | None = None
    vulnerability_reporting: _Reporting | None = None
    documentation: _Documentation | None = None


class _Licence(_Block):
    url: f.Address | None = None
    expression: f.Licence | None = None


class _Repository(_Block):
    url: f.Address | None = None
    status: Annotated[str, f.one_of(*_STATUSES)] | None = None
    bug_fixes_only: f.Flag | None = None
    accepts_change_request: f.Flag | None = None
    accepts_automated_change_request: f.Flag | None = None
    core_team_count: f.Count | None = f.counted("core-team")
    documentation: _Documentation | None = None
    license: _Licence | None = None


class _Insights(_Block):
    header: _Header | None = None
    project_lifecycle: _Lifecycle | None = None
    contribution_policy: _Policy | None = None
    documentation: f.Texts | None = None
    security_contacts_count: f.Count | None = f.counted("security-contacts")
    vulnerability_reporting: _Reporting | None = None
    project: _Project | None = None
    repository: _Repository | None = None


def read(text: str, _: str) -> Parsed:
    """Return the fields of a SECURITY-INSIGHTS.yml, those of both versions of the standard."""
    return check(_Insights, yaml_text.parse(text))


FORMATS = (Format("security-insights", DocumentKind.SECURITY_INSIGHTS, ("security[-_]insights.y*ml",), read),)
