"""The slow layer: institutions that act by the day, and the simulation that ties both layers.

It must not know pandas, studies or files: an institution sees the fast layer and acts by commands.
`city_model` and `mesa_agents` make Mesa's model and agents of them, and alone import Mesa, which
takes as long as some replications: nothing that only simulates may import these two.
"""
