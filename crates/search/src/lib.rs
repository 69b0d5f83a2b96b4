//! The one product matcher.
