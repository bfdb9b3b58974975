"""What the generator answers when it cannot write what was asked for."""


class ModelError(Exception):
    """The model or its configuration asks for something the generator cannot write."""
