"""Source git: repositories, read through the git command line, never written to."""
