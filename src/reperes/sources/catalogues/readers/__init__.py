"""One module for each catalogue, named after its identifier with underscores.

Taken whole: `read(body: bytes) -> Taken`, and `next_page(body: bytes, address: str) -> str | None` where it
comes in pages. Asked: `ask(asker: Asker, project: Project) -> Iterator[Found]`.
"""
