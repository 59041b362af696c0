//! The notices of the libraries that are in a program: their licences ask for them wherever it goes. Read from the
//! sources that it is built from, so that nobody keeps a list.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use cargo_metadata::{CargoOpt, DependencyKind, Metadata, MetadataCommand, NodeDep, Package, PackageId};
use monei_e2e::binaries;
use serde::Deserialize;

const HEAD: &str = "\
Monei Wallet holds parts of these libraries. Each stands above its own notice.\n";

const SPARE: &str = "\
These come without a notice of their own. Their licences are named beside them.\n";

const RULE: &str = "\n================================================================================\n\n";

/// What the beginning of a notice's file name may be, in capitals.
const BEGINNINGS: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];

/// How crates end that carry the sources of a library in another language, as packages and in code.
const SOURCES: &str = "-src";
const SOURCES_NAME: &str = "_src";

/// A library with its licence's name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Library(String);

#[derive(Default)]
struct Notices {
    /// Who shares a text, by the text.
    texts: BTreeMap<String, BTreeSet<Library>>,
    without: BTreeSet<Library>,
}

/// The notices of what is in the application, as one text.
pub(super) fn of_application() -> Result<String> {
    let mut notices = Notices::default();
    crates("monei-wallet", &mut notices)?;
    modules(&mut notices)?;
    Ok(notices.written())
}

/// Likewise of what is in the command line.
pub(super) fn of_command_line() -> Result<String> {
    let mut notices = Notices::default();
    crates("monei-cli", &mut notices)?;
    Ok(notices.written())
}

/// The crates that are linked into this program, from its own down.
fn crates(program: &str, notices: &mut Notices) -> Result<()> {
    let metadata = MetadataCommand::new()
        .manifest_path(binaries::root().join("Cargo.toml"))
        .features(CargoOpt::SomeFeatures(vec!["custom-protocol".to_owned()]))
        .other_options(["--locked", "--filter-platform", "host-tuple"].map(str::to_owned))
        .exec()?;
    for id in linked(program, &metadata)? {
        let package = metadata.packages.iter().find(|package| package.id == *id).context("a package of the graph")?;
        // The workspace's own are under the licences that the packages hold already.
        if package.source.is_none() {
            continue;
        }
        let licence = package.license.as_deref().unwrap_or("licence in its sources");
        let folder = package.manifest_path.parent().context("a manifest lies in a folder")?;
        notices.add(&package.name, &package.version.to_string(), licence, folder.as_std_path())?;
        if package.name.ends_with(SOURCES) {
            sources(notices, package, licence, folder.as_std_path())?;
        }
    }
    Ok(())
}

/// What lies in a crate of another language's sources: each library in a folder, with its notices.
fn sources(notices: &mut Notices, package: &Package, licence: &str, folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let has_notice = || -> Result<bool> {
            let mut files = fs::read_dir(entry.path())?;
            Ok(files.any(|file| file.is_ok_and(|file| is_notice(&file.file_name()))))
        };
        if entry.file_type()?.is_dir() && has_notice()? {
            notices.add(&package.name, &package.version.to_string(), licence, &entry.path())?;
        }
    }
    Ok(())
}

fn is_notice(file: &OsStr) -> bool {
    let file = file.to_string_lossy().to_ascii_uppercase();
    BEGINNINGS.iter().any(|beginning| file.starts_with(beginning))
}

fn linked<'a>(program: &str, metadata: &'a Metadata) -> Result<BTreeSet<&'a PackageId>> {
    let graph = metadata.resolve.as_ref().context("the dependency graph")?;
    let own = metadata.workspace_packages().into_iter().find(|package| package.name == program);
    let mut found = BTreeSet::new();
    let mut next = vec![&own.context("a program of the workspace")?.id];
    while let Some(id) = next.pop() {
        if !found.insert(id) {
            continue;
        }
        let node = graph.nodes.iter().find(|node| node.id == *id).context("a node of the graph")?;
        // What is needed to build is not in what is built, but for sources in other languages.
        let is_in_it = |dep: &&NodeDep| {
            dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal || dep.name.ends_with(SOURCES_NAME))
        };
        next.extend(node.deps.iter().filter(is_in_it).map(|dep| &dep.pkg));
    }
    Ok(found)
}

#[derive(Deserialize)]
struct Manifest {
    version: Option<String>,
    license: Option<String>,
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
}

/// The modules of the pages, and what they need. Tools that only make the pages are no dependencies of theirs.
fn modules(notices: &mut Notices) -> Result<()> {
    let root = binaries::root();
    let manifest = |folder: &Path| -> Result<Manifest> {
        let file = folder.join("package.json");
        serde_json::from_slice(&fs::read(&file).with_context(|| file.display().to_string())?)
            .with_context(|| file.display().to_string())
    };
    let mut found = BTreeSet::new();
    let mut next: Vec<String> = manifest(&root.join("ui"))?.dependencies.into_keys().collect();
    while let Some(name) = next.pop() {
        if !found.insert(name.clone()) {
            continue;
        }
        let folder = root.join("node_modules").join(&name);
        let module = manifest(&folder)?;
        let (version, licence) = (module.version.unwrap_or_default(), module.license.unwrap_or_default());
        notices.add(&name, &version, &licence, &folder)?;
        next.extend(module.dependencies.into_keys());
    }
    Ok(())
}

impl Notices {
    fn add(&mut self, name: &str, version: &str, licence: &str, folder: &Path) -> Result<()> {
        let library = || Library(format!("{name} {version} ({licence})"));
        let mut has_one = false;
        for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            // Some keep the texts of several licences in a folder of that name; those of a single one are files.
            if !entry.file_type()?.is_file() || !is_notice(&entry.file_name()) {
                continue;
            }
            let text = String::from_utf8_lossy(&fs::read(entry.path())?).replace("\r\n", "\n").trim().to_owned();
            ensure!(!text.is_empty(), "{} is empty", entry.path().display());
            self.texts.entry(text).or_default().insert(library());
            has_one = true;
        }
        if !has_one {
            self.without.insert(library());
        }
        Ok(())
    }

    fn written(&self) -> String {
        let mut written = HEAD.to_owned();
        let mut sorted: Vec<_> = self.texts.iter().map(|(text, libraries)| (libraries, text)).collect();
        sorted.sort();
        for (libraries, text) in sorted {
            written.push_str(RULE);
            for Library(library) in libraries {
                let _ = writeln!(written, "{library}");
            }
            let _ = writeln!(written, "\n{text}");
        }
        if !self.without.is_empty() {
            let _ = writeln!(written, "{RULE}{SPARE}");
            for Library(library) in &self.without {
                let _ = writeln!(written, "{library}");
            }
        }
        written
    }
}
