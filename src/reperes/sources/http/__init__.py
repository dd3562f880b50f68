"""The one HTTP client: all requests but git's go through `client.Client`, and out by `door.Door`."""
