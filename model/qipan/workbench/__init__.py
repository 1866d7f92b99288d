"""The workbench: a planner's page in the browser, in front of the command line."""
