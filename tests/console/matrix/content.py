READS = ("caseworker", "focal-point", "supervisor", "editor", "administrator")
MARKS = ("supervisor", "editor", "administrator")
ROWS = {"GET /content": READS}
