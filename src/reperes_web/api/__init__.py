"""The JSON API: what the pages do, for programs, on the schemas of the command line."""
