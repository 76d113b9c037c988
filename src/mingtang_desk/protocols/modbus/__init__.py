"""Any Modbus RTU board from a data file: `tt`, `mingtang`, and whatever a user describes."""
