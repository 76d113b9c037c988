"""Forms made from the catalogue: typed values, rows, pages, and the review before a write."""
