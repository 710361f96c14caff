"""The life of a task: accept, send, follow, settle, recover."""
