"""False closures: pressure makes them, residents find them."""

from .conftest import CITY, counted, rises, values


def test_pressure_to_close_closes_more_that_is_not_solved():
    pressed = CITY.revise({"closure.pressure": 1, "closure.false_share_under_pressure": 0.5})
    assert rises(pressed, "false_closure_share")
    assert rises(pressed, counted("reopened"))
    honest = CITY.revise({"closure.false_share": 0})
    assert (values(honest, counted("falsely_closed")) == 0).all()


def test_false_closures_come_to_light_sooner_where_residents_look_sooner():
    quick, slow = (CITY.revise({"closure.recheck_mean_days": days}) for days in (1, 60))
    assert rises(quick, counted("reopened"), slow)
