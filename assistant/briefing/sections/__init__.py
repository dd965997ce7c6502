"""The sections of a briefing, one file each. Floor 3.

A new section is one file with a function that makes rows of the `material`, and an entry in `registry.ROW_SECTIONS`:
every form of the briefing, its ledger and its comparison with an earlier one then have it. What `choose` deals claims
to (time line, report, voices) has types of its own.
"""
