"""JSON Schemas of the problem and plan files, made from the dataclasses: the class is the schema.

``python -m planner.model.schema`` writes them anew after a change of the model.
"""

from planner.model.schema.making import FILES, path_of, schema_of, write

__all__ = ["FILES", "path_of", "schema_of", "write"]
