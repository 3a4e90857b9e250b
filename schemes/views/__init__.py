"""The pages of the catalogue: for everybody, and for its editors."""
