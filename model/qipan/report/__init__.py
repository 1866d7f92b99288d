"""Results to reports: answers, tables and charts as data, and the files that show them.

It must not know live models, nor who asked: results come in, nothing here simulates or solves.
"""
