"""The subcommands of `bot`. One file each."""
