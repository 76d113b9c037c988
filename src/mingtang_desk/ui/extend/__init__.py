"""Parts of the Extend panel: vendor values and the raw register view."""
