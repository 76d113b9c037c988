"""What the owner of a server does from a terminal."""
