"""The list of the projects observed, and its exports."""
