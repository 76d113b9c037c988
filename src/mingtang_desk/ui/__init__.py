"""The window: docks, panels, forms, theme, languages. May import the services and below, and Qt."""
