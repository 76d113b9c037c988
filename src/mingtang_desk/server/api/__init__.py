"""`/api/v1`: thin handlers over the parts."""
