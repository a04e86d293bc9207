"""Time stamps (RFC 3161) over the ends of all chains, once a day; off unless an authority is configured (proof.md §1)."""
