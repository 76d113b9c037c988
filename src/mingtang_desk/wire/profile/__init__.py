"""Register maps as data: a Modbus board described by a TOML file. Imports core and wire only.

`rows` what a profile says, `parse` from TOML with the line of every mistake, `plan` which blocks
to read, `reader` one block as values. Format: docs/protocols/modbus.md.
"""
