"""A simple sign for each big figure, as lines on a square of 24."""

from collections.abc import Mapping

ICONS: Mapping[str, str] = {
    "people": '<circle cx="9" cy="8" r="3.2"/><path d="M2.8 19.5c0-3.7 2.6-6 6.2-6s6.2 2.3 6.2 6"/>'
    '<path d="M15.6 5.2a3.1 3.1 0 0 1 0 5.7M17.6 14.1c2.3.7 3.7 2.6 3.7 5.4"/>',
    "talk": '<path d="M3.5 5h11v8h-6l-3 3v-3h-2z"/><path d="M17 9h3.5v8h-2v3l-3-3h-5v-1.5"/>',
    "answer": '<path d="M12 6.5C10 5 7 4.6 3.5 4.9v13c3.5-.3 6.5.1 8.5 1.6 2-1.5 5-1.9 8.5-1.6v-13'
    'C17 4.6 14 5 12 6.5zM12 6.5v13"/>',
    "case": '<path d="M4 7h16v12H4zM9 7V4.5h6V7M4 12h16M12 10.5v3"/>',
    "way": '<circle cx="5.5" cy="17.5" r="2.3"/><circle cx="18.5" cy="6.5" r="2.3"/>'
    '<path d="M7.8 17.5H15a3 3 0 0 0 0-6H9a3 3 0 0 1 0-5h7"/>',
    "hand": '<circle cx="9" cy="7.5" r="3.2"/><path d="M2.8 19.5c0-3.7 2.6-6 6.2-6 1.7 0 3.1.5 4.2 1.3"/>'
    '<path d="m14.5 17.5 2.5 2.5 4.5-5"/>',
}


def drawn(name: str, colour: str, size: float = 24) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="{size:g}" height="{size:g}" fill="none" '
        f'stroke="{colour}" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" '
        f'focusable="false">{ICONS[name]}</svg>'
    )
