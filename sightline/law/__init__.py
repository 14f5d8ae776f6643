"""What others decide: the limits, codes and calendars that practice is held to.

Nothing in this room was chosen by Sightline or by a council's software supplier. Parliament, the Department
for Education, the courts and each authority's own written procedure decide; this room writes down what they
decided, from when, and where that can be read.

===================  ================================================================================
``instruments``      the Acts, guidance and procedures, each with its edition and its time in force
``limits``           a limit, written only under an instrument; a rule, its editions in order
``counting``         how days are counted: the day of the event, weekends, months that have no such day
``due``              a date that is due, with its arithmetic in plain words
``calendars``        which days are working days, and on which day each bank holiday became known
``bank_holidays``    the table of bank holidays in England and Wales
``timescales``       the national limits that the clocks run on (clock numbers C01 to C36)
``plan_marks``       the lengths of a child protection plan at which somebody must ask why
``local_standards``  starting values for limits that each authority sets for itself
``code_sets``        what a code set is: codes with the years in which each may be sent
``cin_codes``        the code sets of the children in need census
``identifiers``      the checks that pupil and NHS numbers carry within them
``register``         the list that every declaration joins, which refuses a second of the same name
===================  ================================================================================

What may be touched, and how:

* A new edition of guidance is a **new** instrument and a new limit in the rule. The old one is closed with
  its last day and stays, because a child's clock keeps the edition in force on the day it started.
* A bank holiday that is proclaimed is a row in the table with the day on which it was announced.
* ``verified=False`` means that nobody on the project has yet read the source. Read it, then say so, with
  the source.
* A number without its source is refused when the module is imported.

What may not be touched: nothing here reads the clock on the wall (``today`` is always passed in), the
record, the settings or Django, and nothing here imports from any other room.
"""
