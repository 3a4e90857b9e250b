"""django-helpdesk, the nearest peer on the same stack, measured beside ours in one run.

`python -m portal.bench.helpdesk` (`make bench-peer`) puts the peer into an environment of its own
in var/peer, gives it a database in the servers of the bench, and copies our enquiries into it: the
same words, owners and states, three follow-ups each. Then two processes answer in turn, ours and
theirs, each signed in, through all of its own middleware, without a web server. Nothing of ours
needs it.
"""
