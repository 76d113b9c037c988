"""The history: SQLite schema, migrations, one writer, queries. Imports interfaces and below."""
