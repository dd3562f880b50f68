"""The pages: each asks the models and the engine, and fills one template."""
