"""Sites of service centres for people: the answer, tables, a map.

It must not choose sites: what was chosen comes with the result.
"""
