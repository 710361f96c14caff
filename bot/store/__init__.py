"""Alone knows SQL: the database, its queries and migrations, and every arrow in the life of a task as one
transaction."""
