"""Sample data: whole lives of enquiries on the real parishes, the same for the same seed.

Each life is a chain of the acts that `enquiries.workflows` knows, taken by `case.Case`, which
writes in memory the very rows those verbs would have written; `tests/portal/test_sample.py`
replays chains through the real verbs and compares every field. Dates come from
`enquiries.deadlines.clock`, legality from `enquiries.states`. Rows reach PostgreSQL by COPY.
"""
