"""Knowledge that a non-developer may edit, under Licence Ouverte 2.0, and its strict loader."""
