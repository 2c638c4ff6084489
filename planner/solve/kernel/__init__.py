"""The kernel: ruin and recreate on arrays, compiled."""
