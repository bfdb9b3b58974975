"""The generator: AWS's service models in, C++ interfaces and codec tables out. Python's standard library only."""
