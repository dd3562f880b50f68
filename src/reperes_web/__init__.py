"""The web application: it asks the engine, and shows its view models. It holds no judgement of its own."""
