"""The pages by which steps come onto the record: start, write, check, authorise, correct."""
