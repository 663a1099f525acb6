"""The staff console at /staff: pages drawn here, each found in `pages/`, each with the permission it needs."""
