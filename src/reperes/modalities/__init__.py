"""Modalities: an administration, a project as it was read and the law of a day → what fits, why, how.

Each modality is one file of `knowledge/modalities/`, with its decision tables: adding it is all it takes.
"""
