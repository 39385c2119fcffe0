"""What is shown of a compared story, on pages and in the terminal: rows, marks, figures, words."""
