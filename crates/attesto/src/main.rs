//! The binary; everything is in the library, so that tests reach it.

use std::process::ExitCode;

/// glibc gives memory back to the kernel after each badge and asks for it again for the next (decision 42).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    attesto::run()
}
