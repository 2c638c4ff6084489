"""The trade's words: frozen dataclasses, enums, sentences, units. Standard library and numpy only."""
