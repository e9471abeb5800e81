"""How it is decided: methods search, the kernel checks, the verdict says what it rests on."""
