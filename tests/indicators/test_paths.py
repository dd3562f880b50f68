import time

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from reperes.indicators.paths import KINDS, Vocabulary, classified, classify, vocabulary
from support.history import C, history, of_history


def kinds(path: str) -> set[str]:
    row = classify(pl.Series("path", [path])).row(0, named=True)
    return {kind for kind in KINDS if row[kind]}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/reperes/facts/fact.py", {"source"}),
        ("setup.cfg", set()),
        ("", set()),
        # tests
        ("tests/data/a.xml", {"tests"}),
        ("src/Test/java/Foo.java", {"tests", "source"}),
        ("src/main/java/FooTest.java", {"tests", "source"}),
        ("src/main/java/TestFoo.java", {"tests", "source"}),
        ("src/latest.java", {"source"}),
        ("contest/a.py", {"source"}),
        ("src/jvmTest/A.kt", {"tests", "source"}),
        ("Acme.Core.Tests/Acme.cs", {"tests", "source"}),
        ("pkg/store_test.go", {"tests", "source"}),
        ("app/button.spec.ts", {"tests", "source"}),
        ("models/user_spec.rb", {"tests", "source"}),
        ("acme.spec", set()),
        ("t/basic.t", {"tests", "source"}),
        ("lib/t/basic.py", {"source"}),
        ("TEST_one.py", {"tests", "source"}),
        # documentation
        ("README", {"documentation"}),
        ("lib/ReadMe.txt", {"documentation"}),
        ("Docs/conf.py", {"documentation", "source"}),
        ("man/fr/acme.1", {"documentation"}),
        ("mandate/a.yaml", set()),
        ("NEWS", {"documentation"}),
        ("news.py", {"source"}),
        ("requirements.txt", set()),
        ("tests/README.md", {"tests", "documentation"}),
        # continuous integration
        (".github/workflows/build.yml", {"ci"}),
        ("sub/.github/workflows/build.yml", {"ci"}),
        (".github/dependabot.yml", set()),
        (".github/workflows", set()),
        ("ci/run.sh", {"ci", "source"}),
        ("locale/ci/messages.po", set()),
        (".gitlab-ci.yml", {"ci"}),
        ("deploy/extra.gitlab-ci.yml", {"ci"}),
        ("Jenkinsfile", {"ci"}),
        ("xgitlab-ci.yml", set()),
        # third party, and made by programs
        ("vendor/acme/a.php", {"vendored", "source"}),
        ("src/Third_Party/a.c", {"vendored", "source"}),
        ("static/acme-1.2.3.js", {"vendored", "source"}),
        ("static/acme-12.js", {"source"}),
        ("deps/a.c", {"vendored", "source"}),
        ("src/deps/a.c", {"source"}),
        ("package-lock.json", {"generated"}),
        ("Cargo.lock", {"generated"}),
        ("cargo.LOCK", set()),
        ("static/acme.min.js", {"generated", "source"}),
        ("api/acme.pb.go", {"generated", "source"}),
        ("dist/acme.js", {"generated", "source"}),
        ("distance/acme.js", {"source"}),
        # extensions
        ("analysis.R", {"source"}),
        ("a.c++", {"source"}),
        ("py", set()),
        ("a.py/b", set()),
        ("a\nb/tests/c\nd.py", {"tests", "source"}),
        ("caf\\xe9/tests/a", {"tests"}),
    ],
)
def test_what_a_path_is_for(path: str, expected: set[str]) -> None:
    assert kinds(path) == expected


def test_one_row_a_file_in_the_order_of_the_history() -> None:
    built = history([C(None, "ada", ["A src/a.py", "A tests/b.json"])])
    got = classified(of_history(built))
    assert got.schema == dict.fromkeys(KINDS, pl.Boolean)
    assert got.select("tests", "source").rows() == [(False, True), (True, False)]
    assert classify(pl.Series("path", [], dtype=pl.String)).height == 0


@given(st.lists(st.text(max_size=40)))
def test_any_path_has_an_answer(paths: list[str]) -> None:
    got = classify(pl.Series("path", paths, dtype=pl.String))
    assert (got.height, got.null_count().sum_horizontal().sum()) == (len(paths), 0)


@pytest.mark.parametrize("pattern", ["", "/", "//", "a//b", "[ab].py", "a\\b", "{a,b}"])
def test_a_pattern_that_means_nothing_is_refused(pattern: str) -> None:
    words = vocabulary().model_dump()
    with pytest.raises(ValidationError) as refused:
        Vocabulary.model_validate({**words, "ci": ["ci/", pattern]})
    assert refused.value.error_count() == 1


@pytest.mark.parametrize("extension", ["", ".py", "PY", "tar.gz"])
def test_an_extension_is_small_letters_without_dot(extension: str) -> None:
    words = vocabulary().model_dump()
    with pytest.raises(ValidationError) as refused:
        Vocabulary.model_validate({**words, "source_extensions": ["py", extension]})
    assert refused.value.error_count() == 1


@pytest.mark.parametrize("section", list(Vocabulary.model_fields))
def test_nothing_is_listed_twice(section: str) -> None:
    listed = vocabulary().model_dump()[section]
    assert len(set(listed)) == len(listed)


def test_a_long_path_costs_no_more_than_its_length() -> None:
    short, long = (pl.Series("path", ["a/" * (size // 2) + "b"] * 10) for size in (2_000, 200_000))
    classify(short)

    def cost(paths: pl.Series) -> float:
        start = time.perf_counter()
        classify(paths)
        return time.perf_counter() - start

    assert min(cost(long) for _ in range(3)) < 1000 * min(cost(short) for _ in range(3))
