"""Programs that divide funds: earmarks, what money does, and the rules it is under.

Must not know how what money does was measured.
"""
