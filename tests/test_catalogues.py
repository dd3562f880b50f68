"""A whole observation that looks in catalogues: once, again without the network; and no person comes out."""

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import trustme
import yaml

from reperes.facts.store import save
from reperes.i18n import Language
from reperes.knowledge.catalogue import catalogues
from reperes.observation import Observation
from reperes.report import FORMATS, render
from reperes.report.schema import schema
from reperes.sources.addresses import Reach
from reperes.sources.catalogues.asking import Pace
from reperes.sources.catalogues.settings import FILE
from reperes.sources.catalogues.snapshots import Snapshots
from reperes.sources.catalogues.take import bring
from reperes.sources.http.client import Client
from reperes.sources.http.tokens import Tokens
from reperes.subject.address import parse
from support import catalogues as rows
from support.cli import run
from support.far import HOST as FAR
from support.far import PLAIN, Far, far_away
from support.git import commit, file, repository
from support.github import PROJECT
from support.observing import asking_no_catalogue, observed
from support.server import serve
from support.web import HOST, QUICK, READ_AT, Said, Site, as_json, client, serving

ORIGIN = f"https://forge.example.org/{PROJECT}"
"""Of a project that nothing tells to be public: nobody answers there."""
BROUGHT_AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
ASKED = sorted(name for name, one in catalogues().items() if one.way == "asked")
REGISTER = "recherche-entreprises"
HOLDER = "Association du registre"
CARD = f"publiccodeYmlVersion: '0.4'\nname: Registre\nlegal:\n  license: EUPL-1.2\n  repoOwner: {HOLDER}\n"
PLANTED = ("quincetree", "medlarwood", "loquatfield", "bullacemead", "damsonbury", "sloecombe")
"""Parts of the names and addresses of people that the rows below hold."""

Bring = Callable[..., None]
LATER = date(2026, 12, 23)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "wait", lambda *_: None)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def far(authority: trustme.CA) -> Iterator[Far]:
    """Serve the project on a forge that says that it is not private, on the loopback."""
    with far_away(authority) as found:
        yield found


@pytest.fixture
def place(tmp_path: Path) -> Path:
    files = file("publiccode.yml", CARD) + file("README.md", "# Registre\n\nTient un registre.\n")
    town, elsewhere = "Ada <ada@saint-exemple.example>", "Bob <bob@example.org>"
    stream = "".join(
        commit(
            mark,
            f"2026-0{1 + mark % 9}-1{mark % 9}",
            elsewhere if mark % 4 == 0 else town,
            parents=(mark - 1,) if mark > 1 else (),
            files=files if mark == 1 else file("src/a.py", f"x = {mark}"),
        )
        for mark in range(1, 17)
    )
    return repository(tmp_path / "repository", stream)


@pytest.fixture
def bringing(tmp_path: Path) -> Bring:
    """Import a catalogue from a file, which is not kept."""

    def bringing_(name: str, body: bytes, moment: datetime = BROUGHT_AT) -> None:
        brought = tmp_path / "brought"
        brought.write_bytes(body)
        bring(catalogues()[name], brought, Snapshots(tmp_path / "data"), moment, dated=moment.date())
        brought.unlink()

    return bringing_


def sill(origin: str = ORIGIN) -> bytes:
    counts = {
        "Ville d’Exemple": {"userCount": 9, "referentCount": 0},
        "Département d’Exemple": {"userCount": 2, "referentCount": 1},
        "zoe@quincetree.example": {"userCount": 1, "referentCount": 1},
        "NO_ORGANIZATION": {"userCount": 3, "referentCount": 0},
    }
    authors = [
        rows.person("Zoe Quincetree", email="zoe@quincetree.example"),
        rows.organization(HOLDER, url="https://atelier.example.org/"),
    ]
    provider = rows.person("Yan Loquatfield", url="https://loquatfield.example/")
    about = {
        "url": origin,
        "codeRepositoryUrl": origin,
        "userAndReferentCountByOrganization": counts,
        "authors": authors,
        "providers": [provider],
        "license": "AGPL-3.0-only",
        "description": {"fr": "Écrire à ada@medlarwood.example", "en": "Write to ada@medlarwood.example"},
    }
    other = rows.sill_software(id=9, name="Autre", codeRepositoryUrl="https://forge.example.org/x/autre")
    return rows.body([rows.sill_software(**about), other])


def comptoir() -> bytes:
    software = rows.comptoir_software()
    links = software["external_resources"] | {"repository": None, "sill": {"id": 233}}
    users = [
        rows.comptoir_party("Université d’Exemple", "Administration", 12),
        rows.comptoir_party("Ada Medlarwood", "Person", 13, "https://medlarwood.example/"),
    ]
    providers = [rows.comptoir_party("Nuage Libre", "Company", 14)]
    return rows.body(
        rows.comptoir_export(
            rows.comptoir_software(external_resources=links, users=users, providers=providers)
        )
    )


def market() -> bytes:
    return rows.body({"_meta": {"snapshot_date": "2026-11-01"}, "software": ["Registre", "Autre"]})


def unit() -> dict[str, Any]:
    """Return a result of the register, with all that its documentation says that it may give."""
    people = [
        {
            "nom": "BULLACEMEAD",
            "prenoms": "OCTAVE",
            "qualite": "Président",
            "type_dirigeant": "personne physique",
        }
    ]
    return {
        "siren": rows.SIREN,
        "nom_complet": "ASSOCIATION DU REGISTRE",
        "nom_raison_sociale": "ASSOCIATION DU REGISTRE",
        "sigle": None,
        "etat_administratif": "A",
        "nature_juridique": "9220",
        "statut_diffusion": "O",
        "dirigeants": people,
        "siege": {"adresse": "CHEZ MME DAMSONBURY", "siret": f"{rows.SIREN}00012"},
        "complements": {
            "est_association": True,
            "est_administration": False,
            "identifiant_association": "W751234567",
            "liste_elus": [{"nom": "SLOECOMBE"}],
        },
    }


@pytest.fixture
def brought(bringing: Bring, far: Far) -> None:
    bringing("sill", sill(far.origin()))
    bringing("cnll-annuaire", rows.body([rows.cnll_row()]))
    bringing("comptoir-du-libre", comptoir())
    bringing("liste-marche-support", market())


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Serve every catalogue that is asked on the loopback: the register answers, the others know nothing."""
    (tmp_path / "data").mkdir(exist_ok=True)
    with serving() as served:
        told = {"addresses": {name: served.url(f"/{name}") for name in ASKED}}
        (tmp_path / "data" / FILE).write_text(yaml.safe_dump(told), "utf-8")
        answer = {"results": [unit()], "total_results": 1, "page": 1, "per_page": 5, "total_pages": 1}
        served.routes[f"/{REGISTER}/search"] = as_json(answer)
        served.routes["/wikidata"] = as_json({"results": {"bindings": []}})
        served.routes["/ecosyste-ms/packages/lookup"] = as_json([])
        yield served


@dataclass
class Asking:
    """Makes clients that reach the forge and the catalogues, and remembers that they were made."""

    home: Path
    far: Far
    made: list[bool] = field(default_factory=list)

    def __call__(self, read_at: datetime, offline: bool) -> Client:  # noqa: FBT001 - the shape of ClientOf
        self.made.append(offline)
        return client(
            self.home,
            read_at=read_at,
            offline=offline,
            exactly=offline,
            bounds=replace(QUICK, size=1 << 20, attempts=1),
            reach=Reach(protocols=("https", "http"), private_hosts=frozenset({HOST, FAR, PLAIN})),
            tokens=Tokens({f"{FAR}:{self.far.site.port}": "secret"}),
            trust=self.far.trust,
        )


def published(place: Path, home: Path, far: Far, **more: Any) -> Observation:
    """Observe a copy of the project that its forge says is public; it asks the catalogues."""
    return observation(place, home, **({"origin": far.origin(), "client_of": Asking(home, far)} | more))


def observation(place: Path, home: Path, **more: Any) -> Observation:
    return observed(place, home, **({"origin": ORIGIN} | more))


def data(made: Observation) -> dict[str, Any]:
    found = json.loads(render(made, Language.EN, "json"))
    jsonschema.validate(found, schema())
    assert isinstance(found, dict)
    return found


def of_catalogues(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in found["absences"] if one["source"].startswith("catalogue.")]


def messages(pieces: list[dict[str, Any]]) -> list[str]:
    return [one["message"] for one in pieces]


@pytest.mark.usefixtures("brought", "site")
def test_what_catalogues_say_is_read_and_cited(tmp_path: Path, place: Path, far: Far) -> None:
    found = data(published(place, tmp_path, far))
    around = found["readings"]["ecosystem"]
    assert [(one["name"], one["kind"], one["involvement"]) for one in around["actors"]] == [
        (HOLDER, "association", "steward"),
        ("Atelier Libre", "company", "provider"),
        ("Université d’Exemple", "public-body", "user"),
        ("Nuage Libre", "company", "provider"),
        ("Ville d’Exemple", "public-body", "user"),
        ("Département d’Exemple", "public-body", "user"),
        (HOLDER, "association", "author"),
    ]
    assert [(one["catalogue"], one["rests"]) for one in around["listed"]] == [
        ("cnll-annuaire", "identifier"),
        ("comptoir-du-libre", "identifier"),
        ("sill", "repository"),
        ("liste-marche-support", "name"),
    ]
    assert [one["args"]["body"] for one in around["feedback"]] == [
        "Département d’Exemple",
        "Ville d’Exemple",
        "Université d’Exemple",
    ]
    assert around["feedback"][0]["citations"] == [
        {
            "kind": "web",
            "url": "https://code.gouv.fr/sill/detail?id=233",
            "retrieved_on": "2026-11-20",
            "quote": None,
        }
    ]
    assert messages(found["readings"]["licence"]["against"]) == ["licence.listed_otherwise"]

    home = found["readings"]["legal_home"]
    assert (home["value"], home["name"]) == ("association", HOLDER)
    assert (home["identifier"], home["identifier_rests"]) == (rows.SIREN, "name")
    assert home["questions"][0]["id"] == "legal_home.is_it_this_one"
    assert messages(home["support"])[-1] == "legal_home.registered"
    steward = found["readings"]["governance"]["steward"]
    assert (steward["identifier"], steward["identifier_rests"]) == (rows.SIREN, "name")


@pytest.mark.usefixtures("brought", "site")
def test_which_catalogues_were_looked_in_and_their_day(tmp_path: Path, place: Path, far: Far) -> None:
    found = data(published(place, tmp_path, far))
    told = {one["catalogue"]: one for one in found["catalogues"]}
    # The project names no fund and is on none of the forges whose checks are published: nothing to ask.
    asked = [name for name in ASKED if name not in {"open-collective", "openssf-scorecard"}]
    shown = ("day", "records", "found", "by_name")
    assert {name: tuple(one[field] for field in shown) for name, one in told.items()} == {
        **dict.fromkeys(asked, ("2026-11-23", None, 0, 0)),
        REGISTER: ("2026-11-23", None, 0, 1),
        "cnll-annuaire": ("2026-11-20", 1, 1, 0),
        "comptoir-du-libre": ("2026-11-18", 1, 1, 0),
        "liste-marche-support": ("2026-11-01", 2, 0, 1),
        "sill": ("2026-11-20", 2, 1, 0),
    }
    # What was never taken is told, what was taken and looked in is not missing.
    assert {one["reason"] for one in of_catalogues(found)} == {"not-collected"}
    assert not {one["fact"].partition(".")[2] for one in of_catalogues(found)} & set(told)


SAID = {
    Language.FR: (
        "Organismes qui s’en déclarent utilisateurs, selon le SILL au 20 novembre 2026 : 2.",
        "Prestataires, selon l’annuaire du CNLL au 20 novembre 2026 : 1.",
        "À appeler : Département d’Exemple (référents, qui acceptent d’être contactés : 1), selon le SILL",
        "au 20 novembre 2026. Demandez ce qui marche, ce qui manque, et qui aide.",
        "La licence serait AGPL-3.0-only selon le SILL au 20 novembre 2026",
        "QUELS CATALOGUES ONT ÉTÉ REGARDÉS",
        "Comptoir du Libre — état du 18 novembre 2026 ; fiches du projet : 1 sur 1",
        "état du 1er novembre 2026 ; fiches du projet : 0 sur 2 ; par son nom seul : 1",
        "Wikidata — interrogé sur le projet le 23 novembre 2026 ; trouvé : 0",
    ),
    Language.EN: (
        "Bodies that declare using it, according to the SILL on 20 November 2026: 2.",
        "Providers, according to the CNLL directory on 20 November 2026: 1.",
        "To call: Département d’Exemple (“référents”, who accept to be contacted: 1), according to the SILL",
        "on 20 November 2026. Ask what works, what lacks, and who helps.",
        "The licence would be AGPL-3.0-only according to the SILL on 20 November 2026",
        "WHICH CATALOGUES WERE LOOKED IN",
        "as it was on 18 November 2026; records of the project: 1 of 1",
        "as it was on 1 November 2026; records of the project: 0 of 2; by its name alone: 1",
        "Wikidata — asked about the project on 23 November 2026; found: 0",
    ),
}


@dataclass(frozen=True)
class Told:
    """An origin of a local copy, and what is known of it."""

    origin: str | None
    private_hosts: frozenset[str] = frozenset()
    state: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


def private_host(far: Far) -> Told:
    return Told(far.origin(), frozenset({FAR}))


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(lambda _: Told(None), id="no origin"),
        pytest.param(lambda _: Told(ORIGIN), id="a host that is no forge we know"),
        pytest.param(lambda far: Told(far.origin(), status=503), id="its forge fails"),
        pytest.param(lambda far: Told(far.origin(), status=401), id="its forge refuses the token"),
        pytest.param(lambda far: Told(far.origin("collectif/ailleurs")), id="unknown to its forge"),
        pytest.param(lambda far: Told(far.origin(), state={"isPrivate": True}), id="private"),
        pytest.param(lambda far: Told(far.origin(), state={"isPrivate": None}), id="its forge does not tell"),
        pytest.param(lambda _: Told(f"https://forge.interne/{PROJECT}"), id="a name of our network"),
        pytest.param(lambda _: Told(f"https://forge/{PROJECT}"), id="a name without a dot"),
        pytest.param(private_host, id="a host of our network, though its forge says that it is public"),
        pytest.param(lambda far: Told(far.origin(host="localhost")), id="localhost"),
        pytest.param(lambda far: Told(f"https://127.0.0.1:{far.site.port}/{PROJECT}"), id="the loopback"),
        pytest.param(lambda _: Told(f"https://10.0.0.4/{PROJECT}"), id="a private address"),
    ],
)
def test_nobody_is_asked_about_a_project_that_nothing_tells_to_be_public(
    tmp_path: Path, place: Path, site: Site, far: Far, told: Callable[[Far], Told]
) -> None:
    known = told(far)
    far.served.state = dict(known.state)
    if known.status != 200:
        far.served.trouble = lambda _heard, _count: Said(b"{}", known.status)
    asking = Asking(tmp_path, far)
    reach = Reach(private_hosts=known.private_hosts)
    found = data(observed(place, tmp_path, origin=known.origin, client_of=asking, reach=reach))
    assert [one.path for one in site.heard] == []
    # One client at most was made, for the forge; and none for a catalogue.
    assert asking.made == [False] * (known.origin is not None)
    absent = {one["fact"].partition(".")[2]: one["reason"] for one in of_catalogues(found)}
    assert {absent[name] for name in ASKED if name in absent} == {"not-collected"}
    said = {one["text"] for one in of_catalogues(found)}
    assert "Nothing tells that the project is public: catalogues on the network are not told of it." in said
    assert found["catalogues"] == []


@pytest.mark.usefixtures("brought")
def test_nobody_is_asked_about_what_was_brought_from_our_network(
    tmp_path: Path, place: Path, site: Site, far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "forge").mkdir()
    place.rename(tmp_path / "forge" / "registre")
    reach = Reach(protocols=("http",), private_hosts=frozenset({"127.0.0.1"}))
    with serve(tmp_path / "forge") as server:
        # The grammar writes every address with https, which this server does not speak.
        address = parse(f"https://127.0.0.1:{server.url.rsplit(':', 1)[1]}/registre")
        plain = replace(address, url=f"{server.url}/registre")
        monkeypatch.setattr("reperes.observing.parse", lambda _: plain)
        found = data(observed("registre", tmp_path, reach=reach, client_of=Asking(tmp_path, far)))
    assert found["indicators"]["commit_frequency"]["items"] == 16
    assert site.heard == []
    # What is kept here is looked in all the same.
    assert "sill" in {one["catalogue"] for one in found["catalogues"]}


def test_what_was_answered_while_it_was_public_is_read_when_nothing_tells_it_any_more(
    tmp_path: Path, place: Path, site: Site, far: Far
) -> None:
    first = data(published(place, tmp_path, far))
    heard = len(site.heard)
    far.served.state = {"isPrivate": True}
    again = data(published(place, tmp_path, far, read_at=READ_AT + timedelta(days=30), as_of=LATER))
    assert len(site.heard) == heard
    assert {one["catalogue"] for one in again["catalogues"]} == {
        one["catalogue"] for one in first["catalogues"]
    }


@pytest.mark.usefixtures("site")
def test_what_the_network_was_asked_is_counted(tmp_path: Path, place: Path, site: Site, far: Far) -> None:
    found = data(published(place, tmp_path, far))
    assert sorted(one["host"] for one in found["asked"]["hosts"]) == [
        f"{HOST}:{site.port}",
        f"{FAR}:{far.site.port}",
    ]
    (of_site,) = [one for one in found["asked"]["hosts"] if one["host"] == f"{HOST}:{site.port}"]
    assert of_site["requests"] == len(site.heard)


@pytest.mark.usefixtures("brought", "site")
@pytest.mark.parametrize("language", Language)
def test_the_text_says_who_uses_it_who_provides_it_and_whom_to_call(
    tmp_path: Path, place: Path, far: Far, language: Language
) -> None:
    text = " ".join(render(published(place, tmp_path, far), language, "text").split())
    assert [one for one in SAID[language] if one not in text] == []


@pytest.mark.usefixtures("brought")
def test_it_is_made_again_without_the_network(tmp_path: Path, place: Path, site: Site, far: Far) -> None:
    first = data(published(place, tmp_path, far))
    heard = len(site.heard)
    assert heard > 0
    later = {"offline": True, "read_at": READ_AT + timedelta(hours=3)}
    again = data(published(place, tmp_path, far, **later))
    assert len(site.heard) == heard
    for part in ("readings", "catalogues"):
        assert again[part] == first[part]
    # Of one that had nothing to be asked, no answer is kept: that is said otherwise.
    assert {one["fact"] for one in of_catalogues(again)} == {one["fact"] for one in of_catalogues(first)}


@pytest.mark.usefixtures("brought", "site")
def test_what_is_settled_without_catalogues_stays_so(tmp_path: Path, place: Path, far: Far) -> None:
    asking_no_catalogue(tmp_path / "alone")
    without = data(published(place, tmp_path / "alone", far))["readings"]
    found = data(published(place, tmp_path, far))["readings"]
    settled = [name for name, one in without.items() if one["confidence"] in {"established", "likely"}]
    assert {"licence", "governance", "legal_home", "lifecycle"} <= set(settled)
    for name in settled:
        assert (found[name]["value"], found[name]["confidence"]) == (
            without[name]["value"],
            without[name]["confidence"],
        )


def test_what_catalogues_do_not_hold_is_not_a_no(tmp_path: Path, place: Path, bringing: Bring) -> None:
    without = data(observation(place, tmp_path / "alone"))["readings"]
    other = {"id": 9, "name": "Autre", "codeRepositoryUrl": "https://forge.example.org/x/autre"}
    bringing("sill", rows.body([rows.sill_software(**other)]))
    found = data(observation(place, tmp_path))["readings"]
    assert messages(found["ecosystem"]["support"])[-1:] == ["ecosystem.not_found_in"]
    assert {name: one for name, one in found.items() if name != "ecosystem"} == {
        name: one for name, one in without.items() if name != "ecosystem"
    }
    kept = [name for name in found["ecosystem"] if name != "support"]
    assert {name: found["ecosystem"][name] for name in kept} == {
        name: without["ecosystem"][name] for name in kept
    }


def test_a_snapshot_of_after_the_day_observed_is_not_read(
    tmp_path: Path, place: Path, bringing: Bring
) -> None:
    bringing("sill", sill())
    found = data(observation(place, tmp_path, as_of=date(2026, 11, 19)))
    assert found["catalogues"] == []
    assert found["readings"]["ecosystem"]["listed"] == []
    (told,) = [one for one in of_catalogues(found) if one["fact"] == "catalogue.sill"]
    assert told["text"] == (
        "The snapshots of some catalogues are all later than the day observed: they are not read."
    )


def test_a_snapshot_that_is_old_says_so_with_its_day(tmp_path: Path, place: Path, bringing: Bring) -> None:
    bringing("sill", sill(), datetime(2026, 8, 1, tzinfo=UTC))
    made = observation(place, tmp_path)
    (told,) = [one for one in of_catalogues(data(made)) if one["fact"] == "catalogue.sill"]
    assert (told["reason"], "2026-08-01" in told["text"]) == ("stale", True)
    assert [one["old"] for one in data(made)["catalogues"]] == [True]
    text = " ".join(render(made, Language.EN, "text").split())
    assert "The state of 1 August 2026 is old and may have changed since, according to the SILL." in text
    assert "as it was on 1 August 2026; records of the project: 1 of 2; old, or no longer kept up" in text


def test_a_catalogue_that_its_producer_ended_says_since_when(
    tmp_path: Path, place: Path, bringing: Bring
) -> None:
    account = {
        "login": "collectif",
        "organization_url": "https://forge.example.org/collectif",
        "name": "Collectif",
        "organization": "Ville d’Exemple",
        "email": "contact@medlarwood.example",
    }
    bringing("code-gouv-organisations", rows.body([account]))
    found = data(observation(place, tmp_path))
    (told,) = [one for one in of_catalogues(found) if one["fact"] == "catalogue.code-gouv-organisations"]
    ended = catalogues()["code-gouv-organisations"].ended
    assert ended is not None
    assert told["reason"] == "stale"
    assert "no longer kept up" in told["text"]
    assert str(ended.since.year) in told["text"]
    assert messages(found["readings"]["ecosystem"]["public_support"]) == ["ecosystem.public_account"]
    assert "governance.account_listed" in messages(
        # It is no longer kept up: it is told beside what the card of the project says.
        found["readings"]["governance"]["against"]
    )


def test_addresses_at_a_domain_of_the_public_list_are_of_a_public_body(
    tmp_path: Path, place: Path, bringing: Bring
) -> None:
    unknown = data(observation(place, tmp_path / "alone"))["indicators"]["public_body_share"]
    assert (unknown["outcome"], unknown["value"]) == ("not-measured", None)
    lines = (
        "name,http_status,https_status,SIREN,type,sources,script",
        f"saint-exemple.example,200 OK,200 OK,{rows.SIREN},Commune,Ajout manuel de Zoe Quincetree,a.py",
    )
    bringing("noms-de-domaine-publics", "\n".join((*lines, "")).encode())
    made = observation(place, tmp_path)
    share = data(made)["indicators"]["public_body_share"]
    assert (share["outcome"], share["value"], share["items"]) == ("measured", 0.75, 16)
    cited = [one for one in share["citations"] if one["kind"] == "web"]
    page = catalogues()["noms-de-domaine-publics"].page
    assert [(one["url"], one["retrieved_on"]) for one in cited] == [(page, "2026-11-20")]
    assert share["method"] == "public_body_share/2"
    readings = data(made)["readings"]
    assert readings["ecosystem"]["listed"] == []  # a domain is not a record of the project


@pytest.mark.usefixtures("brought")
@pytest.mark.parametrize("language", Language)
def test_no_person_that_a_catalogue_holds_is_told_by_any_format(
    tmp_path: Path, place: Path, site: Site, far: Far, language: Language
) -> None:
    made = published(place, tmp_path, far)
    assert [one.path for one in site.heard if one.path.startswith(f"/{REGISTER}/")] != []
    texts = {name: render(made, language, name, details=True) for name in FORMATS}
    save(made.facts, tmp_path / "facts.zip")
    with zipfile.ZipFile(tmp_path / "facts.zip") as archive:
        texts |= {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    texts["repr"] = repr(made) + "".join(map(repr, made.facts))
    for path in tmp_path.rglob("*"):
        if path.is_file() and "people" not in path.parts:
            texts[str(path)] = path.read_bytes().decode("utf-8", "replace")
    for name, text in texts.items():
        found = [one for one in PLANTED if one in text.lower()]
        assert found == [], f"{name} tells {found}"
    kept = {
        one.meta.catalogue: one.meta.persons
        for name in ("sill", "comptoir-du-libre")
        for one in Snapshots(tmp_path / "data").all(name)
    }
    assert kept == {"sill": 5, "comptoir-du-libre": 1}


def test_the_commands_import_and_observe(tmp_path: Path, place: Path) -> None:
    file_ = tmp_path / "sill.json"
    file_.write_bytes(sill())
    done = run(tmp_path, "catalogue", "import", "sill", str(file_), "--lang", "en")
    assert done.code == 0, done.err
    asked = ("observe", str(place), "--origin", ORIGIN, "--offline", "--lang", "en", "--format", "json")
    seen = run(tmp_path, *asked)
    assert seen.code == 0, seen.err
    first = json.loads(seen.out)
    assert [one["catalogue"] for one in first["catalogues"]] == ["sill"]
    assert [
        one["body"] for one in (piece["args"] for piece in first["readings"]["ecosystem"]["feedback"])
    ] == [
        "Département d’Exemple",
        "Ville d’Exemple",
    ]
    again = run(tmp_path, *asked[:4], "--replay", *asked[5:])
    assert json.loads(again.out)["readings"] == first["readings"]
    said = (done.out + done.err + seen.out + seen.err + again.out + again.err).lower()
    assert [one for one in PLANTED if one in said] == []
