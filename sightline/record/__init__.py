"""The record: people, their steps on the pathway, and who did what.

The one place that is written; everything above is read from it. Rows are written only by
:mod:`sightline.record.acts` and the ``acts.py`` of the stages: the database refuses anything else, and
keeps every version of every row.
"""
