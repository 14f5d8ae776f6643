"""The faults that the rules of the census find on the record: kept with their age, each owned by a person."""
