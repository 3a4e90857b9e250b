"""Positions out of what a clerk wrote, against points that the Ordnance Survey published."""

from math import cos, hypot, radians

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from enquiries.grid import find, grid_reference, shape_of

METRES_A_DEGREE = 111_320
# The guide to coordinate systems in Great Britain gives its transformation five metres.
TOLERANCE = 5

# Degrees, easting and northing of the test points that the Ordnance Survey publishes with its
# OSTN15 transformation. Contains OS data © Crown copyright and database rights 2016.
POINTS = {
    "TP01": (49.92226394, -6.29977752, 91492.146, 11318.804),
    "TP02": (49.96006138, -5.20304610, 170370.718, 11572.405),
    "TP03": (50.43885826, -4.10864564, 250359.811, 62016.569),
    "TP04": (50.57563665, -1.29782277, 449816.371, 75335.861),
    "TP05": (50.93127938, -1.45051434, 438710.920, 114792.250),
    "TP06": (51.40078220, -3.55128349, 292184.870, 168003.465),
    "TP07": (51.37447026, 1.44454730, 639821.835, 169565.858),
    "TP08": (51.42754743, -2.54407618, 362269.991, 169978.690),
    "TP09": (51.48936565, -0.11992557, 530624.974, 178388.464),
    "TP10": (51.85890896, -4.30852477, 241124.584, 220332.641),
    "TP11": (51.89436637, 0.89724327, 599445.590, 225722.826),
    "TP12": (52.25529382, -2.15458614, 389544.190, 261912.153),
    "TP13": (52.25160951, -0.91248957, 474335.969, 262047.755),
    "TP14": (52.75136687, 0.40153547, 562180.547, 319784.995),
    "TP15": (52.96219109, -1.19747656, 454002.834, 340834.943),
    "TP16": (53.34480280, -2.64049321, 357455.843, 383290.436),
    "TP20": (53.80021520, -1.66379168, 422242.186, 433818.701),
    "TP22": (54.11685144, -0.07773133, 525745.670, 470703.214),
    "TP24": (54.89542340, -2.93827741, 339921.145, 556034.761),
    "TP25": (54.97912274, -1.61657685, 424639.355, 565012.703),
    "TP26": (55.85399953, -4.29649016, 256340.925, 664697.269),
    "TP27": (55.92478266, -3.29479219, 319188.434, 670947.534),
    "TP28": (57.00606696, -5.82836692, 167634.202, 797067.144),
    "TP29": (57.13902519, -2.04856031, 397160.491, 805349.736),
    "TP30": (57.48625001, -4.21926399, 267056.768, 846176.972),
    "TP32": (58.21262247, -7.59255561, 71713.132, 938516.404),
    "TP33": (58.51560361, -6.26091456, 151968.652, 966483.780),
    "TP34": (58.58120461, -3.72631022, 299721.891, 967202.992),
    "TP35": (59.03743871, -3.21454001, 330398.323, 1017347.016),
    "TP39": (59.85409914, -1.27486910, 440725.073, 1107878.448),
}
LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"


def reference(easting: float, northing: float) -> str:
    """The ten-figure reference of a metre, by the published rule of the lettered squares."""
    east, north = int(easting // 100_000), int(northing // 100_000)
    large = (3 - north // 5) * 5 + east // 5 + 2
    small = (4 - north % 5) * 5 + east % 5
    return (
        f"{LETTERS[large]}{LETTERS[small]} {int(easting % 100_000):05} {int(northing % 100_000):05}"
    )


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    up = (one[0] - other[0]) * METRES_A_DEGREE
    along = (one[1] - other[1]) * METRES_A_DEGREE * cos(radians(one[0]))
    return hypot(up, along)


@pytest.mark.parametrize("point", POINTS)
def test_a_grid_reference_lies_where_the_ordnance_survey_says(point):
    latitude, longitude, easting, northing = POINTS[point]
    found = find(f"By the gate, {reference(easting, northing)}, north side")
    assert found.came_from == "grid"
    assert metres((found.latitude, found.longitude), (latitude, longitude)) < TOLERANCE + 1


@pytest.mark.parametrize("point", POINTS)
def test_degrees_have_the_grid_reference_the_ordnance_survey_gives(point):
    latitude, longitude, easting, northing = POINTS[point]
    ours = grid_reference(latitude, longitude, figures=10).split()
    theirs = reference(easting, northing).split()
    assert ours[0] == theirs[0]
    assert all(abs(int(a) - int(b)) <= TOLERANCE for a, b in zip(ours[1:], theirs[1:], strict=True))


def test_the_worked_example_of_the_guide():
    """TG 51409 13177 is 52° 39′ 28.72″ N, 1° 42′ 57.79″ E in the guide."""
    found = find("TG 51409 13177")
    theirs = (52 + 39 / 60 + 28.723 / 3600, 1 + 42 / 60 + 57.787 / 3600)
    assert metres((found.latitude, found.longitude), theirs) < TOLERANCE


WAYS = ["SK 588 045", "SK588045", "sk 588045", "Sk588 045", "at SK 588 045.", "(SK588045)"]


@pytest.mark.parametrize("text", WAYS)
def test_the_same_square_however_it_is_written(text):
    found = find(text)
    assert found == find("SK 588 045") and found.came_from == "grid"
    assert grid_reference(found.latitude, found.longitude, figures=6) == "SK 588 045"


@pytest.mark.parametrize(
    "text",
    [
        "52.637,-1.131",
        "52.637, -1.131",
        "52.637 -1.131",
        "lat 52.637; -1.131",
        "52.637° N 1.131° W",
    ],
)
def test_latitude_and_longitude(text):
    assert find(text) == (52.637, -1.131, "degrees")


def test_a_square_is_known_by_its_middle():
    corner, middle = find("SK 58800 04500"), find("SK 588 045")
    apart = metres((corner.latitude, corner.longitude), (middle.latitude, middle.longitude))
    assert 69 < apart < 72


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "LE3 8RJ", "Main Street near the school", "///filled.count.soap", "lamp post 12",
        "SK", "SK 5", "SK 588 0456", "SK 58804", "XX 123 456", "SI 123 456", "ZZ588045", "IK588045",
        "TASK 588 045", "1.5, 2.5", "91.234, -1.131", "52.637", "52,637 1,131", "0.000,0.000",
        "52.637.1,-1.131", "SK 588 045 " * 0, "999999999999.99,-1.131", "A6003 12 Main St 24 117",
        "ＳＫ 588 045", "SK ٥٨٨ ٠٤٥", "52.637,-1.131e5", "SK 58 04", "so 100 200",
        "No 104 106 Main Street", "Main St 104 106",
        "nan,nan", "\0", "\udc80",
    ],
)  # fmt: skip
def test_what_names_no_position_is_none(text):
    assert find(text) is None


@given(st.text(max_size=300))
@example("SK 99999 99999")
@example("HP 99 99")
@example("ST" + "0" * 290)
def test_no_text_breaks_it(text):
    found = find(text)
    assert found is None or (49 <= found.latitude <= 62 and -10 <= found.longitude <= 4)
    assert shape_of(text) in ("", "what3words", "postcode")


@given(st.floats(allow_nan=True, allow_infinity=True), st.floats())
def test_no_position_breaks_the_reference(latitude, longitude):
    assert isinstance(grid_reference(latitude, longitude), str)


# Leicestershire and its neighbours.
@given(st.floats(52.3, 53.0), st.floats(-1.7, -0.6))
def test_there_and_back(latitude, longitude):
    found = find(grid_reference(latitude, longitude, figures=10))
    assert metres((found.latitude, found.longitude), (latitude, longitude)) < 1.5


@given(st.integers(1, 99_997), st.integers(1, 99_997))
def test_back_and_there(east, north):
    written = f"SK {east:05} {north:05}"
    found = find(written)
    again = grid_reference(found.latitude, found.longitude, figures=10).split()
    assert abs(int(again[1]) - east) <= 1 and abs(int(again[2]) - north) <= 1


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("LE3 8RJ", "postcode"), ("le38rj", "postcode"), ("Opposite LE3 8RJ, a gate", "postcode"),
        ("///filled.count.soap", "what3words"), ("filled.count.soap", "what3words"),
        ("It is at ///filled.count.soap", "what3words"), ("///crème.brûlée.été", "what3words"),
        ("See www.parish.example for more", ""), ("Main Street", ""), ("52.637,-1.131", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_what_else_a_text_names(text, shape):
    assert shape_of(text) == shape
