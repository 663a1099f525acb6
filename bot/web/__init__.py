"""The web chat: a page, a way in for what people write, and a stream of what is answered."""
