//! How exceptions to lints are written.

use super::holds;

#[test]
fn lints_are_expected_and_never_allowed() {
    // `expect` reports an exception that is no longer needed; `allow` keeps it forever.
    holds("an exception to a lint; write #[expect(…, reason = \"…\")]", |source| {
        let code = source.code();
        code.lines().filter(|line| line.contains("[allow(")).map(|line| line.trim().to_owned()).collect()
    });
}
