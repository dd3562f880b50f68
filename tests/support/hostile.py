"""A repository that attacks whoever shows it: every text of it tries to become a part of the page."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from support.git import git, repository, seconds

SCRIPT = "<script>alert(1)</script>"
MARKUP = (
    f"{SCRIPT}<svg onload=alert(1)><img src=x onerror=alert(1)>\"'><b>{{{{ 7 * 7 }}}} \u202egpj.exe\u202c"
)
LINK = "javascript:alert(1)"
LONG = "<script>" * 12_500

FILES: dict[str, bytes] = {
    "README.md": (
        f"# {MARKUP}\n\nFree software. [click]({LINK}) <a href='{LINK}' onclick='alert(1)'>here</a>\n\n"
        f"{LONG}\n\n"
        f"We need help with tests and documentation {MARKUP}. Chat: https://matrix.to/#/#x:example.org{SCRIPT}\n"
    ).encode()
    + b"a null \0 byte \xff\xfe\n",
    "GOVERNANCE.md": f"# Governance\n\nDecisions are taken by vote {MARKUP} of the association.\n".encode(),
    "CONTRIBUTING.md": (
        f"# Contributing\n\nEach commit must be signed off (DCO) {MARKUP}.\nSee [our terms]({LINK}).\n"
    ).encode(),
    "LICENSE": (
        f"MIT License\n\nCopyright {MARKUP}\n\nPermission is hereby granted, free of charge, to any person\n"
    ).encode(),
    "ROADMAP.md": f"# Roadmap\n\n- {MARKUP}\n".encode(),
    "SECURITY.md": f"# Security\n\nReport to [us]({LINK}) {MARKUP}\n".encode(),
    "publiccode.yml": (
        f"publiccodeYmlVersion: '0.4'\nname: {MARKUP!r}\nurl: '{LINK}'\nlandingURL: '{LINK}'\n"
        f"platforms: [web]\nusedBy: ['Ville {SCRIPT}']\nlegal: {{license: 'MIT {SCRIPT}', "
        f"mainCopyrightOwner: '{SCRIPT}'}}\n"
        f"maintenance: {{type: 'community', contacts: [{{name: '{SCRIPT}'}}]}}\n"
    ).encode(),
    ".github/FUNDING.yml": f"custom: ['{LINK}', 'https://example.org/{SCRIPT}']\n".encode(),
    "package.json": (
        f'{{"name": "{SCRIPT}", "homepage": "{LINK}", "repository": "{LINK}", "license": "{SCRIPT}"}}'
    ).encode(),
    'docs/"><img src=x onerror=alert(1)>.md': f"{MARKUP}\n".encode(),
}


def hostile(place: Path) -> Path:
    """Make the repository."""
    who = [(f'Eve {"x" * 9}"onload=alert(1) {n}', f'"-{n}@evil.example.org') for n in range(3)]
    parts: list[bytes] = []
    for mark in range(1, 31):
        name, address = who[mark % 3]
        at = seconds(f"2026-{1 + mark // 3:02d}-{1 + mark % 3 * 9:02d}")
        origin = f"from :{mark - 1}\n" if mark > 1 else ""
        message = f"{MARKUP} {mark}\n\nSigned-off-by: {SCRIPT} <x@evil.example.org>\n".encode()
        head = f"commit refs/heads/main\nmark :{mark}\n"
        for role in ("author", "committer"):
            head += f"{role} {name} <{address}> {at} +0000\n"
        parts += [head.encode(), b"data %d\n" % len(message), message, b"\n", origin.encode()]
        for path, content in FILES.items() if mark in {1, 30} else ():
            body = content + b"%d\n" % mark
            shown = '"' + path.replace('"', '\\"') + '"'
            parts += [f"M 100644 inline {shown}\n".encode(), b"data %d\n" % len(body), body, b"\n"]
        parts += [f"M 100644 inline f{mark}\n".encode(), b"data 1\nx\n"]
    repository(place, b"".join(parts))
    git(place, "branch", "<svg/onload=alert(1)>", "main")
    git(place, "tag", '"><script>alert(1)</script>', "main~3")
    return place


_SCHEMES = {"", "http", "https", "mailto"}
_ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "data",
    "poster",
    "srcset",
    "hx-get",
    "hx-post",
}
_NEVER = {"iframe", "object", "embed", "base", "applet", "frame", "style"}


class Executable(HTMLParser):
    """Finds in a page all that a browser would run, or that our own content policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        held = {name: value or "" for name, value in attrs}
        if tag in _NEVER:
            self.found.append(tag)
        if tag == "script" and not held.get("src", "").startswith("/static/"):
            self.found.append("script without a file of ours")
        for name, value in held.items():
            if name.startswith(("on", "hx-on")) or name in {"style", "srcdoc", "hx-vals"}:
                self.found.append(f"{tag} {name}={value}")
            if name in _ADDRESSES and urlsplit(value.strip()).scheme.lower() not in _SCHEMES:
                self.found.append(f"{tag} {name}={value}")


def executable(page: str) -> list[str]:
    """Return what would run in a page."""
    parser = Executable()
    parser.feed(page)
    parser.close()
    return parser.found
