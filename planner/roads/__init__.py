"""Roads of a region, imported from OpenStreetMap: graph, geometry, streets, and layers of the map."""
