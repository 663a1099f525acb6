"""One module for each page or few: it declares routes with `@get` and `@post`, and is found because it is here."""
