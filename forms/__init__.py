"""The engine: outline language, validation, merging, documents. Knows no web and no database."""
