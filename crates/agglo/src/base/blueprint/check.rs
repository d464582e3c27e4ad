//! What must hold of a blueprint, all faults at once.
