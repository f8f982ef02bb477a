//! `attain serve`: a live what-if page on this machine.

use std::net::{Ipv4Addr, SocketAddr};

use super::args::ServeArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::interrupt;
use super::paths::scenario_files;
use super::reference_plan;
use attain_core::diagnostics::Faults;
use attain_design::study;
use attain_serve::{LiveStudy, ServeOptions};

/// Serves the page until Ctrl-C.
///
/// # Errors
/// All faults in the input, or an address that cannot be listened on.
pub fn run(args: &ServeArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let study = study::load(&scenario_files(&args.paths)?)?;
    let names: Vec<&str> = study.scenarios.iter().map(|resolved| resolved.scenario.name.as_str()).collect();
    let mut faults = Faults::default();
    let reference = reference_plan::position(args.reference.as_deref(), None, &names, &mut faults);
    faults.into_result(())?;
    let study = LiveStudy::new(study, reference, args.seed)?;
    let listen = args.listen.unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    let served = attain_serve::run(study, args.threads.pool()?, ServeOptions { listen, years: args.years }, |url| {
        if !listen.ip().is_loopback() {
            console.error(&format!(
                "warning: {listen} is open to the network, without encryption: whoever learns the address below can read this study and save scenario files in it"
            ));
        }
        interrupt::keeps("the page is closed; saved scenario files are kept".to_owned());
        console.print(&format!("Page: {url}\nPress Ctrl-C to end."));
    });
    served.map_err(|source| CommandError::Serve { listen, source })?;
    Ok(ExitStatus::Done)
}
