from tests.console.matrix import SIGNED_IN

ROWS = {"GET ": SIGNED_IN}
