"""Commands about runs: one file each, which says how the command is called; what it does is in the module beside it."""
