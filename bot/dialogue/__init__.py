"""Pure talk: what was known and what came in make a turn. No clock, no socket, no chance."""
