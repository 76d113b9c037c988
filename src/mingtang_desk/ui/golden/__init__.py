"""Pages of the Settings panel about files: compare, golden sets, presets, many packs, next pack."""
