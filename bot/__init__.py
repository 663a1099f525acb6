"""Farol: true, current, kind answers for people on the move, and a person when an answer is not enough.

A message is a value, a pure function turns it into a turn, one transaction makes the turn true.

    4  app                                    settings, wiring, processes, command line
    3  console, web                           staff pages; web chat and content pages
    2  dialogue | store | channels            pure talk | Redis | platforms
       metrics | browser                      numbers | what pages need of a browser
    1  library                                content, places and languages in memory; understanding text
    0  domain                                 plain data and rules (standard library only)

Imports go down only, and rooms on one floor do not import each other (tests/test_house.py holds this).
"""

__version__ = "0.1.0"
