"""One folder per protocol, pure. May import interfaces and below, never each other."""
