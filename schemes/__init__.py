"""A roads to Zebras: the costed catalogue of traffic schemes. Nothing is here yet."""
