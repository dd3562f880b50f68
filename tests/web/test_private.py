"""What is kept of the answers, in caches, in cookies and on the disk, is for whom it was made."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from support.people import World, world

PRIVATE = "private, no-store"


@pytest.fixture
def asked() -> World:
    return world()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "where", ["/", "/projets/", "/equipes/", "/administration/", "/connaissances/", "/nowhere/"]
)
def test_no_cache_keeps_what_somebody_signed_in_was_answered(where: str, asked: World) -> None:
    assert asked.browser("reader").get(where)["Cache-Control"] == PRIVATE
    assert asked.browser("anonymous").get(where).get("Cache-Control") != PRIVATE


@pytest.mark.django_db
def test_a_page_that_says_so_itself_keeps_its_word(asked: World) -> None:
    assert "no-cache" in asked.browser("reader").get("/compte/")["Cache-Control"]
    assert asked.browser("reader").get("/sante/")["Cache-Control"] != PRIVATE


@pytest.mark.django_db
def test_files_of_the_application_are_kept_by_everybody(asked: World) -> None:
    assert finders.find("reperes/web.css")
    answer = asked.browser("reader").get(f"/{static('reperes/web.css').lstrip('/')}")
    assert answer["Cache-Control"] == "max-age=2592000, public"
    answer.close()


@pytest.mark.django_db
def test_messages_take_no_cookie_of_their_own(asked: World) -> None:
    browser = asked.browser("manager")
    browser.post(f"/equipes/{asked.team.pk}/choisir/")
    assert "You act for “Ville d’Exemple” from now on." in browser.get("/equipes/").content.decode()
    browser.post(f"/equipes/{asked.team.pk}/choisir/")
    assert set(browser.cookies) <= {"sessionid", "csrftoken", "django_language"}


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "REPERES_HOME": str(home), "DJANGO_SETTINGS_MODULE": "reperes_web.settings"}


def modes(folder: Path) -> dict[str, str]:
    return {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in folder.iterdir()}


def test_what_is_on_the_disk_is_for_its_owner_alone(tmp_path: Path) -> None:
    web = tmp_path / "web"
    web.mkdir(mode=0o755)
    web.chmod(0o755)
    command = [sys.executable, "-m", "reperes_web", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment(tmp_path), check=True, umask=0o022)
    assert stat.S_IMODE(web.stat().st_mode) == 0o700
    assert modes(web) == {"reperes.sqlite3": "0o600", "secret.key": "0o600"}


def test_a_server_writes_for_its_owner_alone(tmp_path: Path) -> None:
    script = "import os, reperes_web.wsgi; print(oct(os.umask(0)))"
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, env=environment(tmp_path), check=True, umask=0o022, capture_output=True, text=True
    )
    assert done.stdout == "0o77\n"
