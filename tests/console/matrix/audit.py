ROWS = {"GET /audit": ("administrator",), "GET /audit.csv": ("administrator",)}
