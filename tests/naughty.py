"""Strings that break what is careless with text: markup wherever it may land, signs, directions, formulas, codes.

Made of ways out of a place times what is tried there, as in the public lists of naughty strings, so that a new way out
or a new trick is one entry more.
"""

from itertools import product

WAYS_OUT = (
    "", '"', "'", "`", '">', "'>", "-->", "]]>", "</title>", "</textarea>", "</script>", "</style>",
    "</option></select>", "</noscript>", "</p></div>", "\\", '\\"', "%22%3E", "&quot;>", "\xbc/script\xbe",
    "\u2028", "{{'", "${", "/* */",
)  # fmt: skip
TRICKS = (
    "<script>alert(1)</script>", "<ScRiPt >alert(1)</ScRiPt>", "<script/x>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>", "<a href=javascript:alert(1)>a</a>", "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>", "<math><mi xlink:href=javascript:alert(1)>",
    "<style>@import'javascript:alert(1)'</style>", "<base href=//x.example>", "<meta http-equiv=refresh content=0>",
    "<form action=//x.example><button>", " onmouseover=alert(1) x=", " style=position:fixed;inset:0 x=",
    "<!--<script>", "<object data=javascript:alert(1)>", "<link rel=stylesheet href=//x.example>",
)  # fmt: skip
PLAIN = (
    "undefined", "null", "NaN", "-0", "1e309", "0x7f", "true", "0155", "9:00", "no", "~", "[]", "{}", "()", "''",
    '""', "\\", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "//x.example",
    "file:///etc/passwd", "{{7*7}}", "{% raw %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{0}", "%s%n%d", "%00",
    "%0d%0aSet-Cookie: a=b", "{hot-911.phone}", "=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0",
    "\uff1d1+1", "' OR 1=1 --", "; DROP TABLE users", "$(touch x)", "`touch x`", "| cat", "../../etc/passwd",
    "..\\..\\", "CON", "PRN", "&lt;b&gt;&amp;&#60;", "&#x3C;script&#x3E;", "&bogus;", "\u202eabc\u202c",
    "\u2066abc\u2069", "\u200babc\ufeff", "\xadsoft", "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306", "\ufdfa",
    "\uff46\uff55\uff4c\uff4c", "\ufb03", "\u0130stanbul \u0131I", "\u03a9\u2248\xe7\u221a\u222b",
    "\xc5\xcd\xce\xcf\u02dd\xd3\xd4", "\u7530\u4e2d\u3055\u3093", "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643",
    "\u05e9\u05dc\u05d5\u05dd", "\u0939\u093f\u0928\u094d\u0926\u0940", "Krey\xf2l ayisyen", "\xa1\xd1and\xfa!",
    "\U0001f600\U0001f469\U0001f3fd\u200d\U0001f469\U0001f3fd\u200d\U0001f467\U0001f3fd\U0001f3f3\ufe0f\u200d\U0001f308",
    "\U0001f1ed\U0001f1f9\U0001f1f2\U0001f1fd", "\x85next", "\u2028line", "\u2029paragraph", "\x0b\x0c",
    "tab\there", "a\nb", 'x' * 2000, 'word ' * 200, '(((' * 60, '<' * 200, '&' * 200, '"' * 200,
    "T\u0330\u033a\u033a\u0315o\u035e \u0337i\u0332\u032c\u0347\u032a\u0359n\u031d\u0317v\u031f",
    "\ue000\uf8ff", "\U0001f600\U0010fffd", "\ufffd",
)  # fmt: skip
NAUGHTY = tuple(dict.fromkeys([*PLAIN, *(way + trick for way, trick in product(WAYS_OUT, TRICKS))]))
"""More than five hundred; none holds what no text over the wire can hold (a zero byte, half a surrogate)."""
