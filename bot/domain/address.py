"""Where the pages of our own site stand: every floor that leads somebody to one asks here."""


def topic(id: str) -> str:
    return "/" + id.replace(".", "/", 1)


def section(id: str) -> str:
    return f"/{id}"


def place(id: str) -> str:
    return f"/place/{id}"


def in_language(language: str, path: str) -> str:
    return f"/{language}{path}"
