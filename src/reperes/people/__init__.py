"""The room where names and addresses stay: counts, kinds and affiliations come out (DESIGN 2, rule 5)."""
