"""Tables as offices keep them: CSV in any of their encodings, workbooks, Parquet.

It must not know what the columns mean.
"""
