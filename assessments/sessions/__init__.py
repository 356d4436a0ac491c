"""What a session remembers of signing in: how strong and how fresh it is, when it ends, and what was typed in it."""
