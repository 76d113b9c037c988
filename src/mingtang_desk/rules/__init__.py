"""The linter that knows batteries: rules over whole sets of settings, pure. Imports device, core.

`book.lint` looks at values in model units, `values.lint_set` at what stands in a file, and
`changes.check_changes` at what is about to be written. docs/settings-rules.md is made from the
rows of `book.RULES`.
"""
