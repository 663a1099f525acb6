WORKS = ("caseworker", "focal-point", "supervisor", "administrator")
ROWS = {
    "GET /queue": WORKS,
    "GET /queue/live": WORKS,
    "GET /queue/closed": WORKS,
    "POST /queue/search": WORKS,
    "POST /queue/filters": WORKS,
    "POST /queue/bulk": WORKS,
}
