import pytest

from reperes.facts.documents import DocumentKind, Structured
from reperes.sources.documents.formats import declared


@pytest.mark.parametrize(
    ("path", "system"),
    [
        (".github/workflows/Test.yml", "github-actions"),
        (".gitlab-ci.yml", "gitlab-ci"),
        (".forgejo/workflows/a.yml", "forgejo-actions"),
        (".woodpecker.yml", "woodpecker"),
        (".build.yml", "sourcehut"),
        (".builds/a.yml", "sourcehut"),
        ("Jenkinsfile", "jenkins"),
        (".circleci/config.yml", "circleci"),
        ("azure-pipelines.yml", "azure-pipelines"),
        ("bitbucket-pipelines.yml", "bitbucket-pipelines"),
    ],
)
def test_the_path_tells_the_system_even_when_the_content_is_missing(path: str, system: str) -> None:
    assert declared(DocumentKind.CI, path, None) == Structured("ci", path, {"system": system}, ())
