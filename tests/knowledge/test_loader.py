from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from reperes.knowledge.loader import KnowledgeError, load_folder, load_strict


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    count: int = 0
    inside: dict[str, int] = {}


class Named(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name: a\nname: b", "'name' is written twice, line 2"),
        ("name: a\ninside: {x: 1,\n y: 2, x: 1}", "'x' is written twice, line 3"),
        ("name: a\ninside: &x {x: 1}\n'name': c", "'name' is written twice, line 3"),
        ("name: a\nother: b", "other"),
        ("count: 1", "name"),
        ("name: [", "thing.yaml"),
        ("!!python/object/apply:os.system ['true']", "thing.yaml"),
        ("", "thing.yaml"),
        ("name: a\ninside: &x {x: *x}", "thing.yaml"),
    ],
)
def test_a_wrong_file_says_where(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "thing.yaml"
    file.write_text(content)
    with pytest.raises(KnowledgeError) as error:
        load_strict(Thing, file)
    assert said in str(error.value)


def test_a_right_file_is_the_model(tmp_path: Path) -> None:
    (tmp_path / "thing.yaml").write_text("name: a\ncount: 2")
    assert load_strict(Thing, tmp_path / "thing.yaml") == Thing(name="a", count=2)


def test_the_same_key_in_two_places_is_not_written_twice(tmp_path: Path) -> None:
    (tmp_path / "thing.yaml").write_text("name: a\ninside: {name: 1, count: 2}\ncount: 3")
    assert load_strict(Thing, tmp_path / "thing.yaml") == Thing(
        name="a", count=3, inside={"name": 1, "count": 2}
    )


def named(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(content)


def test_a_folder_is_read_by_the_names_of_its_files_in_their_order(tmp_path: Path) -> None:
    for one in ("b", "a", "c-d"):
        named(tmp_path, f"{one}.yaml", f"id: {one}")
    named(tmp_path, "README.md", "id: [")
    found = load_folder(Named, tmp_path)
    assert list(found.items()) == [(one, Named(id=one)) for one in ("a", "b", "c-d")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id: other", "its id is other; the file must bear that name"),
        ("id: wrong\nid: wrong", "'id' is written twice, line 2"),
        ("id: wrong\nlabel: x", "label"),
        ("label: x", "id"),
    ],
)
def test_a_wrong_file_of_a_folder_is_named(tmp_path: Path, content: str, said: str) -> None:
    named(tmp_path, "right.yaml", "id: right")
    named(tmp_path, "wrong.yaml", content)
    with pytest.raises(KnowledgeError) as error:
        load_folder(Named, tmp_path)
    assert "wrong.yaml" in str(error.value)
    assert said in str(error.value)
