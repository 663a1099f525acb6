"""Wiring: settings, processes, the command line. The only room that knows all others."""
