//! A file that is whole or not there.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file under another name, beside its place. Dropped before its end, it is removed.
#[derive(Debug)]
pub(super) struct Unfinished {
    file: BufWriter<NamedTempFile>,
    target: PathBuf,
}

impl Unfinished {
    /// Only its owner can read it.
    pub(super) fn beside(target: PathBuf) -> io::Result<Self> {
        if target.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let file = tempfile::Builder::new().prefix(".monei-").suffix(".part").tempfile_in(folder_of(&target))?;
        Ok(Self { file: BufWriter::new(file), target })
    }

    /// Gives the file its name once every byte of it is on the disk.
    pub(super) fn put_in_place(self) -> io::Result<()> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        file.persist(&self.target).map_err(|error| error.error)?;
        remember_name(folder_of(&self.target))
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The new name is kept by the folder, which has to reach the disk too. Other systems open no folders as files.
fn remember_name(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
