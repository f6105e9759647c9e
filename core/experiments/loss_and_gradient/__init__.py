"""Loss and gradient: what is to become smaller, and which way is down."""
