"""A plan made visible: map, schedule rows, tables, day sheet, colours. Values in, text out; no streamlit."""
