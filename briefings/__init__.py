"""Parish briefings: editions, items, audiences, who got what, the archive, and meetings."""
