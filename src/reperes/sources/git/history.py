"""From the parsed log to the `History`: people replaced by numbers, dates checked, tags read."""

from datetime import date, datetime

import polars as pl

from reperes.errors import Message
from reperes.facts.fact import Limit, Reason
from reperes.facts.history import INSTANT, ROLE, SCHEMA, STATUS, History
from reperes.i18n import N_
from reperes.people.organisations import load_organisations
from reperes.people.resolve import Listed, Resolution, none_listed, resolve
from reperes.sources.git.command import GitError, Repository
from reperes.sources.git.dates import EARLIEST, end_of, shown
from reperes.sources.git.log import RawLog


def build(
    raw: RawLog,
    repository: Repository,
    *,
    revision: str,
    as_of: date,
    key: bytes,
    mailmap: str | None,
    public: Listed = none_listed,
) -> tuple[History, tuple[Limit, ...]]:
    """Return the history and what is missing from it. A date after `as_of` is implausible, hence null.

    `public` tells the kind of body that a list gives the domain of an address to.
    """
    trailer_codes = _mapped(raw, repository, mailmap)
    resolution = resolve(
        raw.identities, key, load_organisations(), use_mailmap=mailmap is not None, public=public
    )
    latest = end_of(as_of)
    commits = _commits(raw, resolution, latest)
    tags, tag_limits = read_tags(repository, latest)
    history = History(
        revision=revision,
        commits=commits,
        touches=_touches(raw),
        trailers=_trailers(raw, trailer_codes, resolution, commits),
        tags=tags,
        files=pl.DataFrame({"path": [shown(path) for path in raw.files]}, schema=SCHEMA["files"]),
        people=resolution.people,
        organisations=resolution.organisations,
    )
    return history, (*_limits(raw, commits), *tag_limits)


def _instants(seconds: list[int], latest: datetime) -> pl.Series:
    low, high = int(EARLIEST.timestamp()), int(latest.timestamp())
    plausible = [value if low <= value <= high else None for value in seconds]
    return (pl.Series(plausible, dtype=pl.Int64) * 1_000_000).cast(INSTANT)


def _commits(raw: RawLog, resolution: Resolution, latest: datetime) -> pl.DataFrame:
    authored = _instants(raw.authored, latest)
    author = pl.Series(raw.author, dtype=pl.UInt32)
    return pl.DataFrame(
        {
            "commit": pl.Series(raw.commit, dtype=pl.String),
            "parents": pl.Series(raw.parents, dtype=pl.UInt8),
            "authored_at": authored,
            "committed_at": _instants(raw.committed, latest),
            "author": resolution.person.gather(author),
            "committer": resolution.person.gather(pl.Series(raw.committer, dtype=pl.UInt32)),
            "affiliation": resolution.affiliation(author, authored),
        }
    )


def _touches(raw: RawLog) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "commit": pl.Series(raw.touch_commit, dtype=pl.UInt32),
            "file": pl.Series(raw.touch_file, dtype=pl.UInt32),
            "status": pl.Series(raw.touch_status, dtype=pl.String).cast(STATUS),
        }
    )


def _mapped(raw: RawLog, repository: Repository, mailmap: str | None) -> list[int]:
    """Return the identity codes of the trailers; git applies the mailmap to « Name <address> »."""
    written = dict.fromkeys(value for _, _, value in raw.trailers)
    contacts = sorted(value for value in written if value.count(b"<") == 1 and value.endswith(b">"))
    mapped = contacts
    if contacts and mailmap is not None:
        reader = Repository(repository.git_dir, (*repository.configuration, f"mailmap.blob={mailmap}"))
        try:
            answer = reader.run("check-mailmap", "--stdin", data=b"\n".join(contacts) + b"\n").splitlines()
            mapped = answer if len(answer) == len(contacts) else contacts
        except GitError:  # a contact that git cannot parse: they are all taken as written
            mapped = contacts
    whole = dict(zip(contacts, mapped, strict=True))
    codes = {value: raw.identities.code(_tight(value) + _tight(whole.get(value, value))) for value in written}
    return [codes[value] for _, _, value in raw.trailers]


def _tight(contact: bytes) -> bytes:
    """Return `Name<address>` for « Name <address> »; what has no address becomes a name without one."""
    name, _, address = contact.partition(b"<")
    return name.strip() + b"<" + address.split(b">")[0].strip() + b">"


def _trailers(raw: RawLog, codes: list[int], resolution: Resolution, commits: pl.DataFrame) -> pl.DataFrame:
    code = pl.Series(codes, dtype=pl.UInt32)
    row = pl.Series([row for row, _, _ in raw.trailers], dtype=pl.UInt32)
    at = commits.get_column("authored_at").gather(row)
    return pl.DataFrame(
        {
            "commit": row,
            "role": pl.Series([role for _, role, _ in raw.trailers], dtype=pl.String).cast(ROLE),
            "person": resolution.person.gather(code),
            "affiliation": resolution.affiliation(code, at),
        }
    )


def _limits(raw: RawLog, commits: pl.DataFrame) -> list[Limit]:
    limits = []
    undated = commits.select(pl.any_horizontal(pl.col("authored_at", "committed_at").is_null()).sum()).item()
    if undated:
        text = N_(
            "{n} commits bear an impossible date (before 1980, or later than the day observed); they are "
            "left out of what is counted by date."
        )
        limits.append(Limit(Reason.IMPLAUSIBLE_DATE, Message(text, {"n": undated})))
    if raw.touches_left_out:
        text = N_(
            "The history changes more files than we count; {n} changes of files, the oldest, were left out."
        )
        limits.append(Limit(Reason.TOO_MANY, Message(text, {"n": raw.touches_left_out})))
    return limits


_TAG_FIELDS = (
    "%(refname:strip=2)%00%(objecttype)%00%(objectname)"
    "%00%(*objecttype)%00%(*objectname)%00%(creatordate:unix)%00"
)


def read_tags(repository: Repository, latest: datetime) -> tuple[pl.DataFrame, tuple[Limit, ...]]:
    """Return the tags that point at commits and are not later than `latest`."""
    empty = pl.DataFrame(schema=SCHEMA["tags"])
    try:
        output = repository.run("for-each-ref", f"--format={_TAG_FIELDS}", "refs/tags")
    except GitError as error:
        sound = _sound_tags(repository, latest)
        if sound is not None:
            text = N_("Some tags lead nowhere and were left out: releases may be missing.")
            return sound, (Limit(Reason.MISSING_OBJECT, Message(text)),)
        text = N_("The tags could not be read (git says: {detail}): releases are unknown.")
        reason = Reason.TIME_OUT if error.timed_out else Reason.UNREADABLE
        return empty, (Limit(reason, Message(text, {"detail": error.stderr})),)
    return _tag_frame(_tag_rows(output), latest), ()


_TagRow = tuple[str, str, int, bool]


def _tag_rows(output: bytes) -> list[_TagRow]:
    rows = []
    for line in output.split(b"\0\n"):
        name, _, rest = line.partition(b"\0")
        if not name:
            continue
        kind, target, peeled_kind, peeled, created = rest.split(b"\0")[:5]
        if b"commit" in (kind, peeled_kind):
            commit = target if kind == b"commit" else peeled
            rows.append((shown(name), commit.decode(), int(created or b"0"), kind == b"tag"))
    return rows


def _sound_tags(repository: Repository, latest: datetime) -> pl.DataFrame | None:
    """Return the tags whose commit is there, at the commit's date, when some of the others stop git."""
    try:
        listed = repository.run("for-each-ref", "--format=%(refname:strip=2)%00%(objectname)%00", "refs/tags")
        pairs = [line.split(b"\0")[:2] for line in listed.split(b"\0\n") if line]
        asked = b"".join(name + b"^{commit}\n" for _, name in pairs)
        found = repository.run("cat-file", "--batch-check", data=asked).splitlines()
        commits = [line.split()[0].decode() if b" commit " in line else "" for line in found]
        there = sorted({commit for commit in commits if commit})
        dated = repository.run(
            "log", "--no-walk=unsorted", "--format=%H %ct", "--stdin", data="\n".join(there).encode()
        )
    except GitError:
        return None
    dates = dict(line.split() for line in dated.decode().splitlines())
    rows = [
        (shown(tag), commit, int(dates.get(commit, 0)), commit != name.decode())
        for (tag, name), commit in zip(pairs, commits, strict=True)
        if commit
    ]
    return _tag_frame(rows, latest)


def _tag_frame(rows: list[_TagRow], latest: datetime) -> pl.DataFrame:
    high, low = int(latest.timestamp()), int(EARLIEST.timestamp())
    kept = [row for row in rows if row[2] <= high]
    return pl.DataFrame(
        {
            "tag": pl.Series([row[0] for row in kept], dtype=pl.String),
            "commit": pl.Series([row[1] for row in kept], dtype=pl.String),
            "tagged_at": (
                pl.Series([row[2] if row[2] >= low else None for row in kept], dtype=pl.Int64) * 1_000_000
            ).cast(INSTANT),
            "annotated": pl.Series([row[3] for row in kept], dtype=pl.Boolean),
        }
    )
