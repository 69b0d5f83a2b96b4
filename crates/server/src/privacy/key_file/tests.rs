use super::*;

fn in_folder(folder: &Path) -> KeyFile {
    KeyFile::new(&KeyArgs::default(), folder)
}

#[test]
fn the_first_start_makes_keys_that_only_their_owner_can_read_and_later_ones_find_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = in_folder(&folder.path().join("not/there/yet"));
    let (first, second) = (file.open().expect("made"), file.open().expect("read"));
    assert_eq!(second.open_text("p", &first.seal("p", b"x")).as_deref(), Ok("x"));
    assert_eq!(first.index("phone", "1"), second.index("phone", "1"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(file.path()).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let beside = std::fs::read_dir(file.path().parent().expect("a folder")).expect("reads").count();
    assert_eq!(beside, 1, "no drafts are left");
}

#[test]
fn several_first_starts_at_once_end_with_the_same_keys() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = in_folder(folder.path());
    let open = || file.open().expect("opens").current();
    let ids: Vec<KeyId> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[test]
fn a_key_file_that_was_named_is_never_made_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let args = KeyArgs { file: Some(folder.path().join("mine")) };
    let why = KeyFile::new(&args, folder.path()).open().expect_err("it is missing");
    assert!(why.contains("--keys") && !folder.path().join("mine").exists(), "{why}");
}

#[test]
fn changes_at_once_lose_no_key_and_leave_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = in_folder(folder.path());
    file.open().expect("made");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| file.change(|keys| keys.sealing.push(Key::generate())).expect("written"));
        }
    });
    assert_eq!(file.read().expect("reads").sealing.len(), 9);
    assert_eq!(std::fs::read_dir(folder.path()).expect("reads").count(), 1, "no drafts are left");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(file.path()).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_key_that_came_into_the_file_meanwhile_opens_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = in_folder(folder.path());
    let ring = file.open().expect("made");
    let new = Key::generate();
    let sealed = new.seal("p", b"x");
    assert!(ring.open("p", &sealed).is_err(), "nobody has it");
    file.change(|keys| keys.sealing.push(new)).expect("written");
    assert_eq!(ring.open_text("p", &sealed).as_deref(), Ok("x"));
}

#[test]
fn what_is_printed_reads_back_and_a_broken_file_is_refused_without_repeating_it() {
    let mut keys = Keys::generate();
    keys.sealing.push(Key::generate());
    let text = print(&keys, "");
    let again = parse(&text).expect("reads");
    assert_eq!(*print(&again, ""), *text);
    let line = text.lines().last().expect("a key").to_owned();
    for broken in [
        String::new(),
        text.replace("index", "inde"),
        text.replace(" current", ""),
        format!("{}{line} current\n", *text),
        format!("{}{line}\n", *text),
        text.replace(&line, &line[..line.len() - 4]),
        format!("{}key 12 {}\n", *text, *written(&keys.index)),
    ] {
        let why = parse(&broken).err().expect("is refused");
        assert!(!why.contains(written(&keys.index).as_str()), "{why}");
    }
}

#[test]
fn comments_stay_when_keys_change_and_a_mark_of_an_editor_is_no_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = in_folder(folder.path());
    let first = file.open().expect("made").current();
    let text = std::fs::read_to_string(file.path()).expect("reads");
    std::fs::write(file.path(), format!("{MARK}{text}# the copy is in the safe\n")).expect("writes");
    for _ in 0..2 {
        file.change(|keys| keys.sealing.push(Key::generate())).expect("written");
    }
    let now = std::fs::read_to_string(file.path()).expect("reads");
    assert_eq!(now.matches("# the copy is in the safe\n").count(), 1, "{now}");
    assert_eq!(now.matches("Keep this file secret").count(), 1);
    let keys = file.read().expect("reads");
    assert_eq!((keys.sealing.len(), keys.current().id), (3, first));
}

#[cfg(unix)]
#[test]
fn what_is_no_key_file_is_refused_and_nothing_about_it_changes() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "milk\nbread\n").expect("writes");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("set");
    let file = KeyFile::new(&KeyArgs { file: Some(path.clone()) }, folder.path());
    assert!(file.open().expect_err("no key").contains("line 1 is not a key"));
    assert_eq!(std::fs::metadata(&path).expect("is there").permissions().mode() & 0o777, 0o644);
    assert_eq!(std::fs::read_to_string(&path).expect("reads"), "milk\nbread\n");
    let of_folder = KeyFile::new(&KeyArgs { file: Some(folder.path().to_owned()) }, folder.path());
    assert!(of_folder.open().expect_err("no file").contains("no regular file"));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_and_not_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo runs");
    assert!(made.success());
    let file = KeyFile::new(&KeyArgs { file: Some(path) }, folder.path());
    assert!(file.open().expect_err("nobody writes to it").contains("no regular file"));
}
