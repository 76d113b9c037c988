"""Who may do what: tree of accounts, users, sessions, tokens, audit."""
