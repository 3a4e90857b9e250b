"""The verbs of briefings, a module each for items, editions, sending, readers and meetings."""
