"""Programs that divide hours of volunteers and units: who works where, and who is paired.

Must not know the city model that asks for a plan, nor when it asks.
"""
