"""Fetches the vision models from their packages, turns them into ONNX and writes the folder the program reads."""
