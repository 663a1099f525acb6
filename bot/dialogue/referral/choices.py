"""The choices of a form, by their ids: to begin one, to answer, to share an item or not, to move in it."""

START, OPTION, ITEM, FORM = "ask:", "opt:", "item:", "form:"
"""`ask:<category>`, or `ask:` where it is still to be named; `opt:<category>:<question>:<option>`; `item:<item>:on`."""
RESUME, YES, NO, CHOOSE, SKIP, BACK, STOP, SEND = (
    f"{FORM}{verb}" for verb in ("resume", "yes", "no", "choose", "skip", "back", "stop", "send")
)
