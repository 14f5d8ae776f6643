"""Children in need: plans, their reviews, and visits to the child."""
