"""JT/T 808, the protocol of vehicle trackers in China: 2011, 2013 and 2019, both directions.

Pure: bytes, messages and times go in and out, nothing is sent or waited for. Imports `core` alone.

- `framing.Jt808Framer`: bytes of a connection, cut anywhere, to packets with a right checksum;
- `assembly.Assembler`: packets of one message that came in parts, put together;
- `codec.decode()` and `codec.encode()`: packets to messages and back;
- `vendors`: what trackers send beyond the standard, as tables.

Facts and where they come from: docs/protocols/jt808.md.
"""
