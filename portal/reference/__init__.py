"""Reference data that ships with the product, and the loader that writes it."""
