//! Starting anew in the same process, once, with a variable set that only a new start can bring.

/// Comes back only where that is not possible, or where this is the second start already.
#[cfg(unix)]
pub fn start_with(variable: &str) {
    use std::os::unix::process::CommandExt;
    if std::env::var_os(variable).is_some() {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        let error = std::process::Command::new(program).args(std::env::args_os().skip(1)).env(variable, "1").exec();
        eprintln!("the application could not be started anew: {error}");
    }
}

#[cfg(not(unix))]
pub fn start_with(_: &str) {}
