"""The currency: facts, absences, citations, and the history as columns."""
