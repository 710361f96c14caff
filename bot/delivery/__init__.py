"""Makes the Courier: fetches media safely, posts songs and status messages, and finds them again."""
