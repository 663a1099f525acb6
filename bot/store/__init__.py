"""Redis: what is kept, under which keys, sealed how, and written only inside a commit."""
