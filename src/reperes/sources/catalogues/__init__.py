"""Catalogues: public lists of software and of bodies, taken whole as snapshots or asked about one project.

What a catalogue says comes out as `Listing` facts. Persons that it holds are dropped at the door: no name of
one, no address, is written to disk by this room.
"""
