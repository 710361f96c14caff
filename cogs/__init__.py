"""Slash commands, one file a group. They read the options, call one method of the services, and know nothing else."""
