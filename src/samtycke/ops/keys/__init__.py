"""Data keys turned while everything runs: a new one seals, and what older ones sealed is sealed anew."""
