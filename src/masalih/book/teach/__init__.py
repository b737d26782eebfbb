"""The teacher's face of the seminar, made of the built pages and of what they left out."""
