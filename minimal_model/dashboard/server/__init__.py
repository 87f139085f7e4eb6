"""The web server: its settings, what it refuses, and the files that it keeps."""
