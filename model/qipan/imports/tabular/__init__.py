"""Tables as offices keep them: CSV in any of their encodings, workbooks, Parquet."""
