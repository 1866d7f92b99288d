"""The workbench: a planner's page in the browser, in front of the command line.

It starts the commands and reads what they write. It must not know live models, and computes no
result of its own.
"""
