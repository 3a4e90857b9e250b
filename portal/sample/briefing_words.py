"""The words of the demo's briefings. They are ours and tell of nothing that happened.

An item is its kind, topic, title, Markdown, dates as days after it was sent, and a district or "".
"""

TOPICS = {
    "winter": "Winter and weather",
    "speed": "Speed and safety",
    "verges": "Verges, trees and drains",
    "buses": "Buses and school travel",
    "works": "Road works",
    "together": "Working together",
}
Item = tuple[str, str, str, str, list[tuple[int, str]], str]
Words = tuple[str, str, list[Item]]

ASK = "[Ask us](/enquiries/new/) if your council would like to know more."

EDITIONS: list[Words] = [
    ("Spring on the roads", "potholes, verges, grants", [
        ("news", "works", "Potholes after the frost",
         "Frost and rain have opened holes in many roads. We look at each report, and mend first "
         "what could hurt somebody.\n\nTell us the road, the nearest house and how wide the hole "
         "is. A photo helps.", [], ""),
        ("practice", "verges", "Which verges we cut, and when",
         "We cut verges in villages six times between spring and autumn. Where wild flowers grow "
         "we cut once, late.\n\n- Near junctions we cut for sight\n- Along lanes we cut one width\n"
         "- Your council may ask for a later cut", [], ""),
    ]),
    ("Walking to school", "crossings, buses, speed", [
        ("consultation", "buses", "Tell us about walks to school",
         "We want to know where children find it hard to cross. Our questions take ten minutes.",
         [(24, "Last day to answer our questions about walks to school")], ""),
        ("news", "speed", "Signs that show your speed can be lent",
         "Twelve signs go from village to village, each for two weeks. Councils put them up "
         "themselves, and we show how.", [], ""),
    ]),
    ("Drains before the summer storms", "drains, ditches, floods", [
        ("practice", "verges", "How often we empty gullies",
         "Most gullies are emptied once a year, those that flood more often. If one is full, tell "
         "us what stands beside it, such as a house number.", [], ""),
        ("roadworks", "works", "Night work on the ring road",
         "The road is closed at night for new surface. Buses go another way, and signs show it.",
         [(10, "First night of the closure"), (17, "Road open again")], "Blaby"),
    ]),
    ("Summer events", "closures, hanging baskets, fetes", [
        ("date", "together", "Closing a road for a fete",
         "Ask us six weeks before, so that we can tell the buses and the fire service. There is "
         "no fee for a small street party.", [(42, "Ask by this day for late summer fetes")], ""),
        ("practice", "together", "Hanging baskets on lamp posts",
         "Ask us before you hang anything on a lamp post. We look whether the post can bear it, "
         "which takes about three weeks.", [], ""),
    ]),
    ("What clerks asked this quarter", "figures, answers, reasons", [
        ("practice", "together", "Three reasons we give most often",
         "When we cannot do what you ask, we say why. Most often:\n\n1. our count shows lower "
         "speeds than it felt like\n2. the land is not ours\n3. the money is spent for this year",
         [], ""),
        ("news", "verges", "Trees: who looks after which",
         "Trees in the verge are ours. Trees in gardens and fields belong to who owns the land, "
         "even where they hang over the road.", [], ""),
    ]),
    ("Speed in villages", "speed, signs, watch groups", [
        ("strategy", "speed", "How we decide about lower limits",
         "A lower limit works where drivers can see why. We look at how fast people drive now, at "
         "accidents and at who walks there.\n\nA sign alone slows nobody for long.", [], ""),
        ("date", "speed", "Evening about community speed watch",
         "Volunteers tell how it works in their village. Bring questions.",
         [(14, "Speed watch evening, online, 18:30")], ""),
    ]),
    ("Back to school", "buses, parking, lollipop people", [
        ("news", "buses", "New times of school buses",
         "Some buses leave five minutes earlier. The times stand at each stop from Monday.", [],
         "Charnwood"),
        ("news", "buses", "We look for crossing patrols",
         "Do you know somebody who likes children and fresh air? We train and pay.",
         [(21, "Last day to apply")], ""),
    ]),
    ("Leaves and light", "leaves, street lights, drains", [
        ("practice", "verges", "Leaves on pavements",
         "District councils sweep streets. We clear gullies when leaves stop the water. Each of us "
         "passes on what is the other's.", [], ""),
        ("roadworks", "works", "Bridge repairs near Melton Mowbray",
         "One lane stays open, with lights. Please allow ten minutes more.",
         [(7, "Lights on"), (35, "Both lanes open")], "Melton"),
    ]),
    ("Ready for winter", "gritting, salt, snow", [
        ("news", "winter", "Which roads we grit first",
         "Main roads and bus routes come first, then roads to schools and doctors. That is almost "
         "half of all our roads.", [], ""),
        ("practice", "winter", "Salt bins: fill, move or add one",
         "We fill bins once before winter. Your council may buy another one; we say where it can "
         "stand.", [(28, "Last day to order a bin for this winter")], ""),
    ]),
    ("Schemes and what they cost", "zebras, prices, steps", [
        ("scheme", "speed", "What a crossing needs before it is built",
         "Enough people have to cross, drivers have to see them, and somebody has to pay. Our "
         "catalogue shows what each kind may cost.", [], ""),
        ("consultation", "works", "Which works should come first?",
         "We plan the works of next year. Tell us which three matter most to your parish.",
         [(33, "Last day to tell us your three")], ""),
    ]),
    ("Grants and good ideas", "grants, ideas, thanks", [
        ("news", "together", "Small grants for safer streets",
         "Councils may ask for help with planters, gates and speed signs. " + ASK,
         [(30, "Grant forms due")], ""),
        ("news", "together", "A clerk's good idea",
         "One clerk reads our answers out in the minutes, word for word. Now everybody at the "
         "meeting knows what comes next. The meeting report in this portal is made for that.",
         [], ""),
    ]),
    ("Dark evenings", "lights, holidays, winter", [
        ("practice", "winter", "When a street light is out",
         "Read the number on the post and tell us. Most are mended in five working days, unless "
         "the fault is in the cable.", [], ""),
        ("date", "together", "Dates at the turn of the year",
         "Our offices close for the holidays. In danger, telephone as always.",
         [(26, "Last working day before the holidays")], ""),
        ("roadworks", "works", "New surface in Harborough's villages",
         "We close one village street at a time, from nine to three, so that buses to school get "
         "through.", [(12, "First street"), (40, "Last street")], "Harborough"),
    ]),
]  # fmt: skip

NEXT: Words = (
    "A new year on the roads", "winter so far, works, meetings", [
        ("news", "winter", "The winter so far",
         "We have gritted on more nights than at this time last year.", [], ""),
        ("strategy", "works", "Our plan for the roads is out",
         "It says which roads get a new surface and why.", [], ""),
    ],
)  # fmt: skip

WAITING: list[Item] = [
    ("news", "speed", "What our counters counted",
     "We counted cars in twenty villages. Most drivers keep to the limit, some do not.", [], ""),
    ("roadworks", "works", "Gas works in Main Street",
     "The gas company replaces a pipe. We have asked for lights outside school hours.",
     [(20, "Works begin")], "Harborough"),
]  # fmt: skip
