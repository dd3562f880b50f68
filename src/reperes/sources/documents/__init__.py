"""The files of a repository that speak of the project: chosen by name, read leniently, without persons."""
