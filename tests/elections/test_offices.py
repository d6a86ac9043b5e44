"""Who somebody was on a day, in words."""

from datetime import date

import pytest

from elections.offices import Office, known_as, sides

MP = Office("MP for Northmarsh", date(2015, 5, 7), date(2030, 10, 29), "Orchard")
ALONE = Office("MP for Northmarsh", date(2030, 10, 29), None, independent=True)
LEADER = Office("Leader of the Orchard Party", date(2025, 9, 12), date(2030, 4, 4), "Orchard")
SHADOW = Office("Shadow Minister for Tides", date(2020, 9, 14), date(2025, 6, 27))
MAYOR = Office("Mayor of Northmarsh", date(2012, 1, 1), date(2014, 12, 31), start_precision="year", end_precision="year")


@pytest.mark.parametrize(
    ("offices", "on", "said"),
    [
        ([MP, LEADER, ALONE], date(2031, 5, 2), "independent MP for Northmarsh; Leader of the Orchard Party until April 2030"),
        ([MP, SHADOW], date(2026, 5, 2), "Orchard MP for Northmarsh; Shadow Minister for Tides until June 2025"),
        ([MP, LEADER, SHADOW], date(2026, 5, 2), "Leader of the Orchard Party; Orchard MP for Northmarsh; "
         "Shadow Minister for Tides until June 2025"),
        ([MP], date(2030, 10, 29), "Orchard MP for Northmarsh"),
        ([MP], date(2030, 10, 30), "Orchard MP for Northmarsh until October 2030"),
        ([MAYOR], date(2016, 1, 1), "Mayor of Northmarsh until 2014"),
        ([MP], date(2010, 1, 1), ""),
        ([], date(2010, 1, 1), ""),
    ],
)  # fmt: skip
def test_what_they_were_then_and_what_they_had_been_last(offices, on, said):
    assert known_as(offices, on) == said
    assert known_as(offices[::-1], on) == said


def test_an_independent_stood_last_on_the_side_of_the_party_that_they_left():
    assert sides([MP, ALONE, MAYOR], date(2031, 5, 2)) == "Orchard"
    assert sides([ALONE, MAYOR], date(2031, 5, 2)) == ""
    assert sides([MP], date(2010, 1, 1)) == ""
