"""`python -m scorer` is `fzcheck`."""

from scorer.cli import main

main()
