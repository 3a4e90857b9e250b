"""Parish briefings: editions, items, audiences, and who got what. Nothing is here yet."""
