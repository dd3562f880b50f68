from reperes.i18n import Language
from reperes.sources.documents.structured.security_insights import read

ONE = """
header:
  schema-version: 1.0.0
  expiration-date: '2027-01-01T01:00:00.000Z'
  last-updated: '2026-01-01'
  project-url: https://example.org/medusa
  license: https://example.org/licence
project-lifecycle:
  status: active
  bug-fixes-only: false
  roadmap: https://example.org/roadmap
  core-maintainers: [github:ada, github:bob]
contribution-policy: {accepts-pull-requests: true, code-of-conduct: https://example.org/conduct}
documentation: [https://example.org/doc]
security-contacts: [{type: email, value: ada@example.org}]
vulnerability-reporting:
  accepts-vulnerability-reports: true
  security-policy: https://example.org/security
  email-contact: ada@example.org
  bug-bounty-available: false
  comment: Write to ada@example.org
"""

STATUSES = "active, concept, inactive, moved, unsupported, wip, suspended, abandoned"

TWO = """
header: {schema-version: 2.0.0, last-updated: '2026-01-01', url: https://example.org/medusa}
project:
  name: Medusa
  homepage: https://medusa.example
  funding: https://github.com/sponsors/ada
  roadmap: https://medusa.example/roadmap
  steward: {uri: https://foundation.example, comment: Ask Ada}
  administrators: [{name: Ada, email: ada@example.org, primary: true}, {name: Bob}]
  repositories: [{name: Core, url: https://example.org/medusa, comment: x}]
  vulnerability-reporting:
    reports-accepted: yes
    bug-bounty-available: no
    contact: {name: Ada, email: ada@example.org}
    policy: https://medusa.example/security
  documentation: {code-of-conduct: https://medusa.example/conduct}
repository:
  url: https://example.org/medusa
  status: active
  accepts-change-request: true
  accepts-automated-change-request: false
  core-team: [{name: Ada, primary: true}]
  license: {url: https://example.org/licence, expression: MIT}
  documentation: {governance: https://medusa.example/governance}
"""


def test_version_1() -> None:
    parsed = read(ONE, "SECURITY-INSIGHTS.yml")
    assert parsed.problems == ()
    assert parsed.fields == {
        "header": {
            "schema-version": "1.0.0",
            "expiration-date": "2027-01-01",
            "last-updated": "2026-01-01",
            "project-url": "https://example.org/medusa",
            "license": "https://example.org/licence",
        },
        "project-lifecycle": {
            "status": "active",
            "bug-fixes-only": False,
            "roadmap": "https://example.org/roadmap",
            "core-maintainers_count": 2,
        },
        "contribution-policy": {
            "accepts-pull-requests": True,
            "code-of-conduct": "https://example.org/conduct",
        },
        "documentation": ["https://example.org/doc"],
        "security-contacts_count": 1,
        "vulnerability-reporting": {
            "accepts-vulnerability-reports": True,
            "security-policy": "https://example.org/security",
            "email-contact_count": 1,
            "bug-bounty-available": False,
        },
    }


def test_version_2() -> None:
    parsed = read(TWO, "SECURITY-INSIGHTS.yml")
    assert parsed.problems == ()
    assert parsed.fields == {
        "header": {
            "schema-version": "2.0.0",
            "last-updated": "2026-01-01",
            "url": "https://example.org/medusa",
        },
        "project": {
            "name": "Medusa",
            "homepage": "https://medusa.example",
            "funding": "https://github.com/sponsors",
            "roadmap": "https://medusa.example/roadmap",
            "steward": {"uri": "https://foundation.example"},
            "administrators_count": 2,
            "repositories": [{"name": "Core", "url": "https://example.org/medusa"}],
            "vulnerability-reporting": {
                "reports-accepted": True,
                "bug-bounty-available": False,
                "policy": "https://medusa.example/security",
                "contact_count": 1,
            },
            "documentation": {"code-of-conduct": "https://medusa.example/conduct"},
        },
        "repository": {
            "url": "https://example.org/medusa",
            "status": "active",
            "accepts-change-request": True,
            "accepts-automated-change-request": False,
            "core-team_count": 1,
            "license": {"url": "https://example.org/licence", "expression": "MIT"},
            "documentation": {"governance": "https://medusa.example/governance"},
        },
    }


def test_a_wrong_file_is_told_and_the_rest_is_used() -> None:
    parsed = read(
        "header: 2.0.0\nrepository: {status: alive, url: https://example.org/medusa}", "SECURITY-INSIGHTS.yml"
    )
    assert parsed.fields == {"repository": {"url": "https://example.org/medusa"}}
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`header` should hold fields of its own; it was set aside.",
        f"`repository.status` is not one of {STATUSES}; it was set aside.",
    ]
