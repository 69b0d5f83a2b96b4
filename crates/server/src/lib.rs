//! Fairday's reference server.
