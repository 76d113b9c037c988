"""Small widgets that panels are made of; each reads the theme and knows no device."""
