"""JBD / Jiabaida / Xiaoxiang / LLT Power / Overkill Solar boards. Facts: docs/protocols/jbd.md."""
