"""Builds both editions, puts them into one site, makes it light, serves it and packs it."""
