"""How git is let speak to a server."""

import pytest

from reperes.sources.git.transfer import _environment


def test_behind_a_proxy_it_alone_is_spoken_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.org:3128")
    monkeypatch.setenv("NO_PROXY", "forge.example.org")
    monkeypatch.setenv("no_proxy", "*")
    made = _environment(["https"])
    assert made["HTTPS_PROXY"] == "http://proxy.example.org:3128"
    assert made["GIT_ALLOW_PROTOCOL"] == "https"
    assert {"NO_PROXY", "no_proxy"} & made.keys() == set()
