"""Programs that divide funds: earmarks, what money does, and the rules it is under."""
