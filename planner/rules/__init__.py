"""The judge: timing of a route, one function per rule, price of a plan, business time."""
