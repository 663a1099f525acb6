ROWS = {
    "GET /numbers": ("viewer", "caseworker", "focal-point", "supervisor", "editor", "administrator"),
    "GET /numbers/report": ("supervisor", "administrator"),
}
