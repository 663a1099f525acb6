"""Content, places and languages in memory, and the understanding of what people write."""
