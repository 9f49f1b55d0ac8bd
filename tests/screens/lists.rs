//! Lists of addresses and similar values that the filter names: read on another thread, once for as long as
//! they are named.

use trailsift::tui::message::{Effect, Msg};

use crate::screen::Screen;

/// Every key in the filter read the file again while the screen was blocked.
#[test]
fn a_list_is_read_beside_the_keys_and_once_while_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.txt");
    std::fs::write(&path, "198.51.100.23\n").unwrap();
    let filter = format!("ip=@{}", path.display());
    let mut screen = Screen::sample(160, 30);
    screen.keys("/");
    let effects = screen.app.update(Msg::Paste(filter));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::ReadList(_))), "{effects:?}");
    let mistake = screen.app.filter.mistake().unwrap().message.clone();
    assert!(mistake.starts_with("reading "), "{mistake}");
    screen.carry_out(effects);
    let one = screen.app.list.events().len();
    assert!(screen.app.filter.mistake().is_none() && one > 0 && one < 714, "{one}");

    // The file was changed meanwhile: what is named stays as it was read.
    std::fs::write(&path, "203.0.113.77\n").unwrap();
    for key in " x".chars() {
        let effects = screen.app.update(Msg::Paste(key.to_string()));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::ReadList(_))), "{effects:?}");
        screen.carry_out(effects);
    }
    screen.keys("<bs><bs>");
    assert_eq!(screen.app.list.events().len(), one);

    // When it is named again, it is read again.
    let filter = screen.app.filter.text().to_owned();
    screen.keys("<c-u>").send(Msg::Paste(filter));
    assert!(screen.app.filter.mistake().is_none() && screen.app.list.events().len() != one);
    std::fs::remove_file(&path).unwrap();
    screen.keys("<c-u>").send(Msg::Paste(format!("ip=@{}", path.display())));
    assert!(screen.app.filter.mistake().is_some_and(|mistake| !mistake.message.starts_with("reading")));
}
