//! The keyboard alone: where Tab leads, and what is seen and heard of it there.
