"""Printed pages, without Qt: structured text with every word of users escaped."""
