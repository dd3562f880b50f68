from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from reperes.knowledge.loader import KnowledgeError, load_strict


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    count: int = 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name: a\nname: b", "'name' is written twice, line 2"),
        ("name: a\nother: b", "other"),
        ("count: 1", "name"),
        ("name: [", "thing.yaml"),
        ("!!python/object/apply:os.system ['true']", "thing.yaml"),
        ("", "thing.yaml"),
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
