"""The numbers: each metric once, with what it means, and the figures made of them."""
