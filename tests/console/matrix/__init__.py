"""Who may open what, written by hand: one module for each of bot/console/pages, with the same name.

ROWS: from "GET /people" to who may: OPEN (anybody), HALF (the password is enough), SIGNED_IN, or the roles that may.
For a route about a thing ({id}) each role says with which: "all", "office" or "own"; NOT_OWN: never with oneself.
`thing(console, who, whose)` makes or finds one: "own", "office" (of a colleague of the same office) or "other".
"""

OPEN, HALF, SIGNED_IN = "anybody", "half", "signed-in"
NOT_OWN = "all but own"
