"""Use cases. They take what they need as arguments, flush but never commit, and never see the
request; each module names the errors its functions raise."""
