"""Files that were moved and changed in one go, which a reading of names alone sees end and begin."""

from typing import Final

import polars as pl

from reperes.facts.history import History

_IN_A_ROW: Final = 6
"""At most 2 ** 6 moves of one file are followed: enough, and no circle of moves holds us."""

_KEYS: Final = (("name", "folder"), ("name", "top"), ("name",))


def heirs(history: History, living: pl.Series) -> pl.Series:
    """Return, for each row of `History.files`, the row of the file that carries its history on: often itself.

    `living` says which files still exist: they keep their own history. A commit that removes a file and adds
    one of the same name moved it, when that name is alone on both sides: in folders of the same name first,
    then under the same top folder, then anywhere. Whether the contents look alike, as git asks of a rename,
    cannot be told without them, and a blobless clone has none; how well this does: docs/en/truck-factor.md.
    """
    moves = _moves(history)
    gone = ~living.gather(moves.get_column("old"))
    newest = moves.filter(gone).sort("commit").unique("old", keep="first", maintain_order=True)
    heir = pl.int_range(history.files.height, dtype=pl.UInt32, eager=True)
    heir = heir.scatter(newest.get_column("old"), newest.get_column("new"))
    for _ in range(_IN_A_ROW):
        heir = heir.gather(heir)
    return heir


def _moves(history: History) -> pl.DataFrame:
    """Return `commit`, `old` and `new`, rows of `History.files`."""
    ends = history.touches.filter(pl.col("status").is_in(["A", "D"]))
    removed, added = (ends.filter(pl.col("status") == status) for status in ("D", "A"))
    old = removed.join(added, on="commit", how="semi").select("commit", pl.col("file").alias("old"))
    new = added.join(removed, on="commit", how="semi").select("commit", pl.col("file").alias("new"))
    involved = pl.concat([old.get_column("old"), new.get_column("new").rename("old")]).unique()
    names = _names(involved.rename("file"), history.files.get_column("path").gather(involved))
    old, new = (
        rows.join(names, left_on=side, right_on="file") for rows, side in ((old, "old"), (new, "new"))
    )
    found = []
    for key in _KEYS:
        alone = [rows.filter(pl.len().over("commit", *key) == 1) for rows in (old, new)]
        pairs = alone[0].join(alone[1], on=["commit", *key]).select("commit", "old", "new")
        old, new = (
            rows.join(pairs, on=["commit", side], how="anti") for rows, side in ((old, "old"), (new, "new"))
        )
        found.append(pairs)
    return pl.concat(found)


def _names(files: pl.Series, paths: pl.Series) -> pl.DataFrame:
    """Return `file`, and codes for its `name`, the name of its `folder` and that of the `top` one."""
    parts = pl.col("path").str.split("/")
    top = pl.when(parts.list.len() > 1).then(parts.list.first())
    folder = parts.list.get(-2, null_on_oob=True)
    return pl.DataFrame({"file": files, "path": paths}).select(
        "file",
        *(
            part.fill_null("").cast(pl.Categorical).to_physical().alias(name)
            for name, part in (("name", parts.list.last()), ("folder", folder), ("top", top))
        ),
    )
