"""Plain data and rules: what a message, a conversation, a turn and a place are (standard library only)."""
