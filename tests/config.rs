//! The configuration as the program prints it: what holds, where it comes from, and what is wrong.
#![expect(clippy::unwrap_used, reason = "a test that fails should stop with its values")]

use std::process::Command;

/// Runs the program with an environment; returns the exit code, its output, and its errors.
fn config(env: &[(&str, &str)], arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trailsift"));
    command.env_clear().envs(env.iter().copied()).arg("config").args(arguments);
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Returns the words on where a setting comes from.
fn origin<'t>(listed: &'t str, setting: &str) -> &'t str {
    let line = listed.lines().find(|line| line.starts_with(setting)).unwrap();
    line.rsplit("# ").next().unwrap()
}

#[test]
fn each_value_has_its_origin_and_the_nearest_one_wins() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("trailsift");
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("config.toml");
    std::fs::write(&file, "mouse = false\n\ntheme = \"dark\"\n").unwrap();
    let home = home.path().to_str().unwrap();
    let env = [("XDG_CONFIG_HOME", home), ("HOME", home)];
    let (code, listed, errors) = config(&env, &[]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    assert_eq!(origin(&listed, "mouse = false"), "file, line 1");
    assert_eq!(origin(&listed, "name = \"dark\""), "file, line 3");
    assert_eq!(origin(&listed, "view"), "default");
    let (_, listed, _) = config(&env, &["--theme", "light", "--columns", "eventName"]);
    assert_eq!(origin(&listed, "name = \"light\""), "option, --theme");
    assert_eq!(origin(&listed, "columns = [\"eventName\"]"), "option, --columns");
    let (_, listed, _) = config(&[env[0], env[1], ("NO_COLOR", "1")], &[]);
    assert_eq!(origin(&listed, "name = \"mono\""), "environment, NO_COLOR");
    let (_, listed, _) = config(&env, &["--no-config"]);
    assert_eq!(origin(&listed, "mouse = true"), "default");
    let (code, path, _) = config(&env, &["--path"]);
    assert_eq!((code, path.trim_end()), (Some(0), file.to_str().unwrap()));
}

#[test]
fn mistakes_are_printed_with_their_lines_and_the_rest_holds() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    std::fs::write(&file, "muose = true\nmouse = false\ntheme = 'drak\u{1b}[31m'\n").unwrap();
    let file = file.to_str().unwrap();
    for (env, arguments) in [(&[("TRAILSIFT_CONFIG", file)][..], &[][..]), (&[], &["--config", file])] {
        let (code, listed, errors) = config(env, arguments);
        assert_eq!(code, Some(0));
        assert!(
            errors.contains("mine.toml: line 1: muose is not a setting; did you mean mouse?"),
            "{errors}"
        );
        assert!(errors.contains("line 3: ") && !errors.contains('\u{1b}'), "{errors}");
        assert_eq!(origin(&listed, "mouse = false"), "file, line 2");
    }
    let (code, _, errors) = config(&[], &["--config", "/nonexistent.toml"]);
    assert!(code == Some(2) && errors.contains("/nonexistent.toml"), "{code:?} {errors}");
}

#[test]
fn the_example_can_be_used_as_it_is() {
    let (code, example, errors) = config(&[], &["--example"]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    std::fs::write(&file, example).unwrap();
    let (code, listed, errors) = config(&[], &["--config", file.to_str().unwrap()]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    assert!(
        listed.lines().filter(|line| line.contains(" = ")).all(|line| line.ends_with("# default")),
        "{listed}"
    );
}
