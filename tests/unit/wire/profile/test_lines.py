"""Lines of keys in a TOML file."""

from mingtang_desk.wire.profile.lines import line_index, line_of

TEXT = '''\
format = "x"   # [not.a.table]
note = """
[status]
"""
[status]
pack_v = { at = 0, names = { 1 = "a = b" } }
"quoted key" = { at = 1 }
[[part]]
key = "one"
[part.status]
many = [
  1,   # comment ] with a bracket
  2,
]
after = 3
[[part]]
[[part.cells]]
at = 9
[[part.cells]]
at = 99
expect."info.cell_count" = [1, 2]
'''


def test_every_key_has_its_line() -> None:
    index = line_index(TEXT)
    lines = {
        ("format",): 1,
        ("status",): 5,
        ("status", "pack_v"): 6,
        ("status", "quoted key"): 7,
        ("part", 0): 8,
        ("part", 0, "key"): 9,
        ("part", 0, "status", "many"): 11,
        ("part", 0, "status", "after"): 15,
        ("part", 1): 16,
        ("part", 1, "cells", 0, "at"): 18,
        ("part", 1, "cells", 1, "at"): 20,
        ("part", 1, "cells", 1, "expect", "info.cell_count"): 21,
    }
    assert {path: index.get(path) for path in lines} == lines


def test_what_has_no_line_has_that_of_what_holds_it() -> None:
    index = line_index(TEXT)
    assert line_of(index, ("status", "pack_v", "scale")) == 6
    assert line_of(index, ("part", 1, "cells", 0, "count")) == 17
    assert line_of(index, ("nowhere",)) == 1
