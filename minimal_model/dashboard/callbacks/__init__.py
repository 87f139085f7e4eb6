"""The callbacks, by task. `register(app)` of each module is called once by the factory."""
