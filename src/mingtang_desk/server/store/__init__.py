"""The database: engine, tables, migrations, one writer."""
