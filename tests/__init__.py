"""Tests in rings, from pure rules to the whole bot as a process (see docs/testing.md)."""
