//! Files of the person's own: readable by nobody else, and replaced as a whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Puts `content` in the place of the file: whenever the power fails, the old content is there or the new one.
///
/// The temporary file beside it has one name, so two writers must not meet; what a crash left of it is overwritten.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    create_folder(folder)?;
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".new");
    // An old one may be somebody's link, or readable by others: the new one is made, not opened.
    match fs::remove_file(&temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = options().create_new(true).write(true).open(&temporary)?;
    file.write_all(content)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&temporary, path)?;
    sync_folder(folder)
}

/// Makes a folder that others cannot look into. One that is there already is left as it is.
pub fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes a folder that others cannot look into, or closes one to them: what a library writes into it is private then,
/// whatever mode the library gives its files.
pub fn close_folder(folder: &Path) -> io::Result<()> {
    create_folder(folder)?;
    close_to_others(folder, 0o700)
}

/// Opens a file, or makes an empty one, without touching its content.
pub fn open_or_create(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    options().create(true).read(true).write(true).truncate(false).open(path)
}

/// Makes an empty file, if there is none, and says whether there was none. One that others may read, from a backup perhaps,
/// is closed to them again.
pub fn create_or_close(path: &Path) -> io::Result<bool> {
    match options().write(true).create_new(true).open(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => close_to_others(path, 0o600).map(|()| false),
        Err(error) => Err(error),
    }
}

/// Gives it this mode where others may do anything with it.
fn close_to_others(path: &Path, mode: u32) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
        }
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}

/// Folders of a person are theirs on other systems; on Unix a file is what its mode says.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The new name is on the disk once its folder is.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
pub const fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r41_what_a_crash_left_of_a_write_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deeper/file");
        replace(&path, b"old").unwrap();
        // A write that the power cut off, at every length that it can have.
        for length in 0..=3 {
            fs::write(path.with_extension("new"), &b"new"[..length]).unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"old");
        }
        fs::write(folder.path().join("deeper/file.new"), b"ne").unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(!folder.path().join("deeper/file.new").exists());
    }

    #[cfg(unix)]
    #[test]
    fn r41_files_and_new_folders_are_their_owners_only() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deeper/file");
        replace(&path, b"one").unwrap();
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        // Somebody put a link where the temporary file goes: it is not written through.
        let foreign = folder.path().join("foreign");
        fs::write(&foreign, b"theirs").unwrap();
        symlink(&foreign, folder.path().join("deeper/file.new")).unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::read(&foreign).unwrap(), b"theirs");
        assert_eq!((fs::read(&path).unwrap(), mode(&path)), (b"two".to_vec(), 0o600));
        let lock = folder.path().join("lock");
        open_or_create(&lock).unwrap();
        assert_eq!(mode(&lock), 0o600);
        // Folders: a new one, and one that others could look into.
        for folder in ["new/one", "open"].map(|name| folder.path().join(name)) {
            if folder.ends_with("open") {
                fs::create_dir(&folder).unwrap();
                fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
            }
            close_folder(&folder).unwrap();
            assert_eq!(mode(&folder), 0o700);
        }
    }
}
