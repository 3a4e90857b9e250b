"""What people write in sample enquiries: plain, believable, and without costs or standards."""

ROADS = (
    "Main Street", "High Street", "Church Lane", "Station Road", "Mill Lane", "School Lane",
    "The Green", "Back Lane", "Chapel Street", "Leicester Road", "Manor Road", "Park Road",
    "Brook Street", "Hall Lane", "Orchard Close", "Meadow Way", "Cross Street", "Vicarage Lane",
    "Windmill Rise", "Grange Road", "Nether End", "Long Lane", "Spring Bank", "Fosse Close",
    "Wharf Lane", "Rectory Lane", "Hill Top", "Bridge Street", "Elm Avenue", "Sycamore Drive",
)  # fmt: skip
SPOTS = (
    "outside the village hall", "near the primary school", "at the Church Lane junction",
    "opposite the bus shelter", "by the war memorial", "between the shop and the pub",
    "on the bend below the church", "at the entrance to the playing field", "by the bridge",
    "next to the telephone box", "at the edge of the village", "outside the surgery",
    "by the post box", "near the cemetery gates", "at the crossroads", "",
)  # fmt: skip
SINCE = (
    "since the spring", "for some weeks", "for about a month", "since the last heavy rain",
    "for over a year", "since the summer holidays", "for a fortnight", "as long as we remember",
)  # fmt: skip
EFFECTS = (
    "Residents have raised it at two council meetings.",
    "Older people in particular find it hard to get past.",
    "Parents walking to school have complained to us.",
    "It is worst at school times and in the early evening.",
    "The bus driver has mentioned it as well.",
    "Several people have written to the council about it.",
    "The council discussed it at its last meeting and asked me to write.",
    "Cyclists have to move out into the road.",
)
ASKED = (
    "The council discussed it at its last meeting and asked me to write.",
    "Several people have asked us, and we would like to give them the right answer.",
    "We would be glad to know who looks after this.",
    "A short answer that we can put in the minutes would help.",
)
OPENINGS = {
    "report": "We would like to report something on {road}{spot}: {thing}. "
    "It has been like this {since}.",
    "request": "The council has a request about {road}{spot}: {thing}. "
    "People have asked for this {since}.",
    "question": "A question from our council about {road}{spot}: {thing}. "
    "We have been asked about it {since}.",
    "complaint": "We are not happy with how an earlier enquiry about {road} was dealt with: "
    "{thing}. We have waited {since}.",
    "signpost": "We hope you can help with something on {road}{spot}: {thing}. "
    "It has been there {since}.",
}
MINUTES = ("Minute {n}/{y}", "Item {n} of {y}", "Min. {n}.{m}")
UPDATES = (
    "Thank you. We have read this and passed it to the engineer for your area.",
    "We have put this on the list for a visit and will write again after it.",
    "An inspector will look at the site on the next round in your parish.",
    "We have the details we need and are looking at what can be done.",
)
PROGRESS = (
    "We have visited the site. We are now checking our records before we decide.",
    "We are waiting for a colleague's view and expect to reply by the date we gave.",
    "The inspection is done. We are working on our reply.",
    "This is taking longer than we hoped. We are sorry, and have not forgotten it.",
)
QUESTIONS = (
    "Could you tell us between which houses this is, or the nearest lamp column number?",
    "Can you send us a photo, and say at what time of day it is worst?",
    "Has the council agreed its view on this, and is there a minute we can refer to?",
    "Which side of the road is it on, coming from the church?",
    "Do the owners of the adjoining land know about this?",
)
REPLIES = (
    "It is on the church side, between the second and third house after the junction.",
    "It is worst between eight and nine in the morning. A councillor has taken photos.",
    "The council supports this. It was minuted at our last meeting.",
    "It is the left side coming into the village, next to the lamp column by the gate.",
    "Yes, we have spoken to them and they have no objection.",
)
ADDITIONS = (
    "Another resident has told us about this today, so we are adding it here.",
    "It has become worse since the weekend.",
    "The council discussed this again last night and would still like a reply.",
)
NOTES = (
    "Spoke to the inspector: will look at it on the next visit.",
    "Checked the records. Two earlier enquiries about the same place.",
    "Local member has asked to be kept informed.",
    "Compare with the neighbouring parish, same question last spring.",
)
WITHDRAWALS = (
    "This has sorted itself out. Thank you.",
    "The council no longer wishes to pursue this.",
    "Sent twice by mistake.",
    "",
)
REOPENINGS = (
    "Thank you, but this does not answer what we asked about the junction.",
    "The problem has come back within days.",
    "The council would like to know why the second part was not answered.",
)
DONE = (
    "The work was finished this week. Please tell us if anything is not as you expected.",
    "The gang has been on site and the work is complete.",
    "This is done. We will check it again on the next inspection.",
)
EXPLANATIONS = {
    "will-do": (
        "We visited {road} and agree that this needs doing. It is on our programme.",
        "The inspection at {road} confirmed what you told us, and the work has been ordered.",
    ),
    "will-do-part": (
        "We will deal with the part of {road} nearest the junction. The rest is in fair order and "
        "will be looked at again at the next inspection.",
        "We can renew what is there on {road}, but not add to it for now.",
    ),
    "not-now": (
        "We have looked at {road} and understand the concern. Other places come before it on the "
        "list, so there is no place for it in this year's programme.",
        "A larger piece of work nearby will affect {road}. We would rather wait and see what that "
        "changes before doing anything here.",
    ),
    "cannot-do": (
        "We looked at {road} and at our records. What you ask for is not something we can "
        "put in at this place, because the conditions for it are not met.",
        "We understand why the council asks. After a visit to {road} we do not think that this "
        "would be right there, and cannot support it.",
    ),
    "already": (
        "An inspector found this on {road} and it has been put right.",
        "This was already in our programme, and the work on {road} has been carried out.",
    ),
    "advice": (
        "Here is how this works, and what the council can do next about {road}.",
        "We have explained below who looks after what on {road} and how to reach us again.",
    ),
    "passed-on": (
        "The matter you wrote about on {road} is not looked after by the county council.",
        "We have sent your words about {road} to the people who look after this.",
    ),
}
NEXT_STEPS = {
    "will-do": "We will write to you when the work is done.",
    "will-do-part": "We will write to you when this part is done.",
    "not-now": "You do not need to do anything. We look at the list again each year.",
    "cannot-do": "We will take no further steps. Please write again if something changes.",
    "already": "Nothing more is needed. Please tell us if it comes back.",
    "advice": "Please write again if this does not help.",
}
AFTER_WORK = "Nothing more happens. Please tell us if something is not right."
COMMENTS = {
    "well": ("Clear answer and on time.", "Quick and helpful, thank you.", "", "", ""),
    "no": ("I understand the reasons, but it is disappointing.", "Not what we hoped for.", "", ""),
    "late": ("It took too long.", "We had to wait well past the date we were given.", "", ""),
}
# Who a matter that is not the county's is passed to, by code of the kind of enquiry.
BODIES = {
    "OA1": ("National Highways",),
    "OA2": ("Leicester City Council",),
    "OA3": ("Network Rail", "Canal & River Trust"),
    "DR5": ("Severn Trent Water", "Anglian Water"),
    "DR4": ("The landowner", "Environment Agency"),
    "HG2": ("The police",),
    "PK2": ("The police",),
    "PT1": ("The bus operator",),
    "GR2": ("The landowner",),
    "SP7": ("The landowner",),
}
LONGER = (
    "the traffic count is not finished.",
    "we wait for a report from the contractor.",
    "the officer who knows this road is away until then.",
    "we need to look at the site again after rain.",
)
REPLANNED = (
    "The contractor had to mend another road first.",
    "The weather was too wet for this work.",
    "The materials came late.",
)
