"""The sentences said of an address that will not do.

Only parts that passed a check (a host, an account, a length) are ever repeated: what was typed may hold a
secret, and a secret may sit anywhere in what failed to parse.
"""

from reperes.errors import Message
from reperes.i18n import N_
from reperes.subject.model import Address, AddressError

_COPY_PAGE = Message(
    N_(
        "Open the project in a web browser and copy the address of its page, "
        "such as https://codeberg.org/owner/name."
    )
)


def empty() -> AddressError:
    """Nothing was typed."""
    return AddressError(
        what=Message(N_("No address was given.")),
        why=Message(N_("There is nothing to look at.")),
        do=_COPY_PAGE,
    )


def too_long(length: int, limit: int) -> AddressError:
    """`length` and `limit` in characters."""
    return AddressError(
        what=Message(N_("The address is {length} characters long."), {"length": length}),
        why=Message(N_("No address of a project is longer than {limit} characters."), {"limit": limit}),
        do=_COPY_PAGE,
    )


def unprintable() -> AddressError:
    """Control characters, direction marks, or bytes that are not text."""
    return AddressError(
        what=Message(N_("The address holds characters that cannot be shown.")),
        why=Message(
            N_(
                "Control characters, marks that change the direction of writing and bytes that are not text "
                "can make an address look like another one."
            )
        ),
        do=Message(
            N_("Type the address again by hand. For a directory with such a name, go into it and give “.”.")
        ),
    )


def option() -> AddressError:
    """Starts with a dash."""
    return AddressError(
        what=Message(N_("What stands where the address should be starts with “-”.")),
        why=Message(N_("It would be taken for an option by the programs it is passed on to.")),
        do=Message(N_("If it is a directory, write “./” before its name.")),
    )


def credentials() -> AddressError:
    """A user name, a password or a token inside the address."""
    return AddressError(
        what=Message(N_("The address holds a user name, a password or a token.")),
        why=Message(N_("Addresses are kept in reports and logs, where a secret must never go.")),
        do=Message(
            N_(
                "Give the public address, such as https://codeberg.org/owner/name, and revoke the secret "
                "if others may have seen it."
            )
        ),
    )


def scheme(known: str | None) -> AddressError:
    """`known` names the scheme when it is one that we know and do not take."""
    what = (
        Message(N_("This is an address of the kind “{scheme}:”."), {"scheme": known})
        if known
        else Message(N_("This is an address of a kind that we do not know."))
    )
    return AddressError(
        what=what,
        why=Message(N_("Only git repositories are read, over https, http, ssh or git, or on this machine.")),
        do=_COPY_PAGE,
    )


def host() -> AddressError:
    """The host or the port is malformed."""
    return AddressError(
        what=Message(N_("This looks like a web address, but the name of its site is malformed.")),
        why=Message(
            N_("Between “//” and the next “/” stand the name of a site and, if need be, “:” and a port.")
        ),
        do=_COPY_PAGE,
    )


def segment(host_name: str) -> AddressError:
    """The path holds empty or `..` segments, or characters that no project's address holds."""
    return AddressError(
        what=Message(N_("An address on {host}, whose path is malformed."), {"host": host_name}),
        why=Message(
            N_(
                "The path of a project holds no empty part, no “.” or “..”, "
                "and no character that its forge forbids in a name."
            )
        ),
        do=_COPY_PAGE,
    )


def not_a_project(host_name: str, example: str | None = None) -> AddressError:
    """A page of a site which names no repository; `example` is the URL that would, where one can be told."""
    return AddressError(
        what=Message(N_("A page of {host} which is not the page of a project."), {"host": host_name}),
        why=Message(N_("A home page, a search, a list or a setting names no repository to look at.")),
        do=Message(
            N_("Open one project and copy the address of its page, such as {example}."), {"example": example}
        )
        if example
        else _COPY_PAGE,
    )


def owner_only(host_name: str, owner: str) -> AddressError:
    """`owner`, already checked, is a person, an organisation or a group."""
    return AddressError(
        what=Message(
            N_("The account or the group “{owner}” on {host}."), {"owner": owner, "host": host_name}
        ),
        why=Message(N_("It may hold any number of repositories, and one project is looked at at a time.")),
        do=Message(
            N_("Which repository of “{owner}”? Give its address, such as https://{host}/{owner}/name."),
            {"owner": owner, "host": host_name},
        ),
    )


def published_site(forge_host: str, example: str) -> AddressError:
    """A web site published from a repository of `forge_host`; `example` is the URL of a repository there."""
    return AddressError(
        what=Message(N_("A web site published through {host}."), {"host": forge_host}),
        why=Message(N_("The site does not tell which repository it comes from.")),
        do=Message(N_("Give the address of the repository itself, such as {example}."), {"example": example}),
    )


def remote_file() -> AddressError:
    """A `file:` URL that is malformed or names another machine."""
    return AddressError(
        what=Message(
            N_("A “file:” address that does not give the full path of a directory of this machine.")
        ),
        why=Message(N_("Only what this machine can open as a directory is read in this way.")),
        do=Message(N_("Give the path alone, such as /home/project, or file:///home/project.")),
    )


def email() -> AddressError:
    """An e-mail address."""
    return AddressError(
        what=Message(N_("This looks like an e-mail address.")),
        why=Message(N_("Projects are looked at, not people.")),
        do=_COPY_PAGE,
    )


def no_name() -> AddressError:
    """A word without letter or figure."""
    return AddressError(
        what=Message(N_("This is neither a path, nor an address, nor a name.")),
        why=Message(N_("A name holds at least one letter or figure.")),
        do=_COPY_PAGE,
    )


def package() -> AddressError:
    """A package URL that does not parse."""
    return AddressError(
        what=Message(N_("A package address (“pkg:”) that is malformed.")),
        why=Message(
            N_("It reads pkg:type/namespace/name@version, with the namespace where the type asks for it.")
        ),
        do=Message(N_("Compare with pkg:npm/%40angular/core, pkg:pypi/django or pkg:github/owner/name.")),
    )


def swhid() -> AddressError:
    """A Software Heritage identifier that does not parse."""
    return AddressError(
        what=Message(N_("A Software Heritage identifier (“swh:”) that is malformed.")),
        why=Message(
            N_("It reads swh:1:, then cnt, dir, rev, rel or snp, then “:” and 40 hexadecimal figures.")
        ),
        do=Message(N_("Copy it again from the “Permalinks” tab of the archive, with its context.")),
    )


def swhid_without_origin() -> AddressError:
    """A well-formed identifier which names no repository."""
    return AddressError(
        what=Message(N_("A Software Heritage identifier that does not say where the project lives.")),
        why=Message(N_("The same content may be found in thousands of projects.")),
        do=Message(
            N_(
                "Add its origin at the end, such as ;origin=https://codeberg.org/owner/name, "
                "or give the address of the repository."
            )
        ),
    )


def on_this_machine(address: Address) -> AddressError:
    """A path, where none is taken."""
    return AddressError(
        what=Message(N_("{input} is a place on the disk of this machine."), {"input": address.input}),
        why=Message(N_("This service observes projects at their public address only.")),
        do=address.hint or Message(N_("Give its https address, or the name that catalogues know it by.")),
    )
