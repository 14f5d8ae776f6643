"""Pre-proceedings clocks (C39 to C43) come with the court stage; what the census holds starts none of C01 to C36."""
