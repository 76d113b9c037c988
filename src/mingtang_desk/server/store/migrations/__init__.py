"""Every schema that was released; run by `store.migrate`."""
