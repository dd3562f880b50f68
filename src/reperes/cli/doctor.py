"""`reperes doctor`: what this installation has, what it lacks and what that costs."""

import json
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

import click

from reperes.errors import UsageError
from reperes.i18n import N_, Language, has_catalogue, translate
from reperes.people.store import home
from reperes.report.formats import counted
from reperes.sources.addresses import HOSTS_VARIABLE, Reach
from reperes.sources.http.errors import NotAllowedError
from reperes.sources.http.proxy import Proxy
from reperes.sources.http.tokens import VARIABLE, Tokens

Say = Callable[..., str]
OLDEST_GIT = (2, 38)
LOW_DISK = 5 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `ok`, or what its lack costs and what to do."""

    about: str
    found: str
    ok: bool
    advice: str = ""


def command(language: Language) -> click.Command:
    """Return the command, its help in `language`."""

    def say(text: str, **args: object) -> str:
        return translate(language, text, **args)

    @click.command(
        "doctor", help=say(N_("Tell what this installation has, what it lacks, and what it keeps."))
    )
    @click.option(
        "--clean",
        is_flag=True,
        help=say(N_("Remove the clones, the logs and the answers kept on this machine.")),
    )
    @click.option(
        "--format",
        "format_",
        type=click.Choice(("text", "json")),
        default="text",
        show_default=True,
        help=say(N_("Format of the result.")),
    )
    def doctor(*, clean: bool, format_: str) -> None:
        if clean:
            removed, answers = _clean(home())
            text = N_("What was kept was removed: {clones}, {answers}.")
            said = counted(removed, N_("{value} clone or log"), N_("{value} clones and logs"), language)
            click.echo(say(text, clones=said, answers=_answers(answers, language)), err=True)
        findings = list(examine(language))
        if format_ == "json":
            content = {"schema": "reperes/doctor/1", "findings": [asdict(finding) for finding in findings]}
            click.echo(json.dumps(content, ensure_ascii=False, indent=1))
            return
        for finding in findings:
            mark = say(N_("ok")) if finding.ok else say(N_("lacking"))
            said = say(N_("{label}: {figure}"), label=finding.about, figure=finding.found)
            click.echo(f"[{mark}] {said}")
            if finding.advice:
                click.echo(f"    {finding.advice}")

    return doctor


def examine(language: Language) -> Iterator[Finding]:
    """Look at the machine; nothing is changed, no request is made."""

    def say(text: str, **args: object) -> str:
        return translate(language, text, **args)

    yield Finding("Repères", version("reperes"), ok=True)
    yield Finding("Python", platform.python_version(), ok=True)
    yield _git(say)
    if not has_catalogue(Language.FR):
        advice = say(N_("The French sentences were not compiled: run make, or pybabel compile."))
        yield Finding("Français", say(N_("not found")), ok=False, advice=advice)
    yield from _store(home(), language)
    yield _catalogues(home(), language)
    yield _network(say)
    yield _tokens(home(), language)


def _git(say: Say) -> Finding:
    try:
        printed = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return Finding(
            "git",
            say(N_("not found")),
            ok=False,
            advice=say(N_("Nothing can be observed without git: install it.")),
        )
    found = re.search(r"(\d+)\.(\d+)(\.\d+)*", printed)
    number = (int(found[1]), int(found[2])) if found else (0, 0)
    if number < OLDEST_GIT:
        advice = say(
            N_(
                "Older than {oldest}: addresses cannot be pinned, so far projects are refused; local copies "
                "are read."
            ),
            oldest=".".join(map(str, OLDEST_GIT)),
        )
        return Finding("git", printed.strip(), ok=False, advice=advice)
    return Finding("git", printed.strip(), ok=True)


def _answers(count: int, language: Language) -> str:
    return counted(count, N_("{value} answer"), N_("{value} answers"), language)


def _store(root: Path, language: Language) -> Iterator[Finding]:
    say = partial(translate, language)
    size, clones = 0, 0
    place = root / "people" / "clones"
    if place.is_dir():
        clones = sum(1 for _ in place.iterdir())
    for folder, _, names in os.walk(root):
        size += sum((Path(folder) / name).lstat().st_size for name in names)
    text = say(
        N_("{path}: {size} MiB, {clones}, kept 30 days after the last use"),
        path=root,
        size=size >> 20,
        clones=counted(clones, N_("{value} clone"), N_("{value} clones"), language),
    )
    yield Finding(
        say(N_("Data folder")),
        text,
        ok=True,
        advice=say(
            N_(
                "Set REPERES_HOME to move it; `reperes doctor --clean` removes the clones, the logs and the "
                "answers."
            )
        ),
    )
    existing = next(parent for parent in (root, *root.parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    yield Finding(
        say(N_("Free disk")),
        say(N_("{size} GiB"), size=free >> 30),
        ok=free >= LOW_DISK,
        advice=""
        if free >= LOW_DISK
        else say(N_("A large project may not fit; small ones and local copies will.")),
    )


def _catalogues(root: Path, language: Language) -> Finding:
    from reperes.sources.catalogues.settings import FILE, Settings
    from reperes.sources.catalogues.snapshots import Snapshots

    say = partial(translate, language)
    about, place = say(N_("Catalogues")), Snapshots(root).root
    files = [file for file in place.rglob("*") if file.is_file()] if place.is_dir() else []
    text = N_("{path}: {size} MiB, {snapshots}, {answers}; settings: {settings}")
    try:
        off = Settings.of(root).off
    except UsageError as error:
        told = [part.text(language) for part in (error.what, error.why)]
        return Finding(about, " ".join(told), ok=False, advice=error.do.text(language))
    settings = str(root / FILE) if (root / FILE).exists() else say(N_("none, hence the defaults"))
    if off:
        settings = say(N_("{path} (without {names})"), path=settings, names=", ".join(sorted(off)))
    found = say(
        text,
        path=place,
        size=sum(file.lstat().st_size for file in files) >> 20,
        snapshots=counted(
            sum(file.suffix == ".sqlite" for file in files),
            *(N_("{value} snapshot"), N_("{value} snapshots")),
            language,
        ),
        answers=_answers(sum(file.suffix == ".json" for file in files), language),
        settings=settings,
    )
    advice = say(N_("`reperes catalogue list` tells the age of each; `reperes catalogue update` takes them."))
    return Finding(about, found, ok=True, advice=advice)


def _network(say: Say) -> Finding:
    reach = Reach.of_environment()
    if reach.proxy:
        try:
            proxy = Proxy.read(reach.proxy).shown
        except NotAllowedError as error:  # git alone may know how to speak to it
            return Finding(say(N_("Network")), say(error.why.msgid), ok=False)
        text = N_("through the outgoing proxy of the environment ({proxy}), the only address spoken to")
        found = say(text, proxy=proxy)
    else:
        found = say(N_("direct; only public addresses, over https"))
    named = ", ".join(sorted(reach.private_hosts))
    advice = say(
        N_("Hosts of the internal network allowed by {variable}: {hosts}"),
        variable=HOSTS_VARIABLE,
        hosts=named or "–",
    )
    return Finding(say(N_("Network")), found, ok=True, advice=advice)


def _tokens(root: Path, language: Language) -> Finding:
    say = partial(translate, language)
    advice = say(
        N_("One line “host token” for each in {path}, that you alone may read, or host=token in {variable}."),
        path=root / "tokens",
        variable=VARIABLE,
    )
    try:
        hosts = Tokens.of_environment(os.environ, root).hosts
    except UsageError as error:
        told = [part.text(language) for part in (error.what, error.why, error.do)]
        return Finding(say(N_("Tokens")), " ".join(told), ok=False, advice=advice)
    found = ", ".join(hosts) or say(N_("none: what hosts tell to anyone is read, less often"))
    return Finding(say(N_("Tokens")), found, ok=True, advice=advice)


def _clean(root: Path) -> tuple[int, int]:
    from reperes.sources.forges import reads
    from reperes.sources.git import clone, memory
    from reperes.sources.http.archive import forget_everything

    people = root / "people"
    kept = clone.forget_old(people / "clones", days=-1) + memory.forget_old(people / "histories", days=-1)
    reads.forget_all(root)
    return kept, forget_everything(root)
