"""padan."""
