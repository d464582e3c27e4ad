//! One bench per budget of the design, each beside the peer that it is compared with.
