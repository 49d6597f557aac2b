//! Tests that see the workspace from outside; a module per concern.

mod house;
