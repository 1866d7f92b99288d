"""Programs that divide hours of volunteers and units: who works where, and who is paired."""
