//! Band members who may sign in.
