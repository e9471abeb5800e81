"""Commands about decompositions and runs: a file each says how one is called; a module beside it does it."""
