"""Programs that others wrote, as PyPI has them: one file each, with a `PROGRAM` and its exact claims.

The folder is the registry: `framework_runs.all_programs` reads it. A file imports its framework only when it runs.
"""
