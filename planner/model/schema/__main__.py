"""Write the schema files."""

from planner.model.schema.making import write

write()
