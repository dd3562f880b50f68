from reperes.i18n import Language
from reperes.sources.documents.structured.github_funding import read

ALL = """
github: [ada, bob]
patreon: ada
open_collective: medusa
ko_fi: ada
tidelift: npm/medusa
community_bridge: medusa
lfx_crowdfunding: medusa
liberapay: ada
issuehunt: ada
otechie: ada
polar: ada
buy_me_a_coffee: ada
thanks_dev: u/gh/ada
custom: ["https://medusa.example/give", www.paypal.me/ada]
"""


def test_every_platform() -> None:
    parsed = read(ALL, ".github/FUNDING.yml")
    assert parsed.problems == ()
    assert parsed.fields == {
        "platforms": [
            *("github", "patreon", "ko_fi", "liberapay", "issuehunt", "otechie", "polar", "buy_me_a_coffee"),
            *("thanks_dev", "open_collective", "tidelift", "community_bridge", "lfx_crowdfunding"),
        ],
        "github_count": 2,
        **dict.fromkeys(
            (
                *("patreon_count", "ko_fi_count", "liberapay_count", "issuehunt_count", "otechie_count"),
                *("polar_count", "buy_me_a_coffee_count", "thanks_dev_count"),
            ),
            1,
        ),
        "open_collective": ["medusa"],
        "tidelift": ["npm/medusa"],
        "community_bridge": ["medusa"],
        "lfx_crowdfunding": ["medusa"],
        "custom": ["https://medusa.example/give", "https://paypal.me"],
    }


def test_the_empty_model_says_nothing() -> None:
    parsed = read("github: # Replace with up to 4 usernames\npatreon:\ncustom: []\n", ".github/FUNDING.yml")
    assert (parsed.fields, parsed.problems) == ({}, ())


def test_a_wrong_file_is_told_and_the_rest_is_used() -> None:
    parsed = read(
        "open_collective: {a: b}\ncustom: [link1, 'https://medusa.example']\ntidelift: [[x]]\n", "FUNDING.yml"
    )
    assert parsed.fields == {"custom": ["https://medusa.example"]}
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`open_collective.1` should be a text; it was set aside.",
        "`tidelift.1` should be a text; it was set aside.",
        "`custom.1` is not a web address; it was set aside.",
    ]
