//! Words that are identifiers, and words that only look like it.

use super::*;

#[test]
fn words_are_taken_for_what_they_plainly_are() {
    for (word, expected) in [
        ("AKIAQ7LKSPRBDEXAMPLE", Some(Identifier::AccessKey)),
        ("ASIAQ7LKSPRBDEXAMPLE", Some(Identifier::AccessKey)),
        ("AROAQ7LKSPRBDEXAMPLE", Some(Identifier::PrincipalId)),
        ("AIDAQ7LKSPRBDEXAMPLE:john", Some(Identifier::PrincipalId)),
        ("4b1d1f3c-8a52-4a0f-9a4e-0c1d2e3f4a5b", Some(Identifier::Uuid)),
        ("4B1D1F3C-8A52-4A0F-9A4E-0C1D2E3F4A5B", Some(Identifier::Uuid)),
        ("i-0abc1234def567890", Some(Identifier::ResourceId)),
        ("sg-0aa", Some(Identifier::ResourceId)),
        ("widget-0abc1234", Some(Identifier::ResourceId)),
        ("111122223333", Some(Identifier::Account)),
        ("1111-2222-3333", Some(Identifier::Account)),
        ("203.0.113.9", Some(Identifier::Address)),
        ("203[.]0[.]113[.]9", Some(Identifier::Address)),
        ("203.0.113.9:443", Some(Identifier::Address)),
        ("2001:db8::9", Some(Identifier::Address)),
        ("[2001:db8::9]:443", Some(Identifier::Address)),
        ("198.51.100.0/24", Some(Identifier::Network)),
        ("2026-03-11", Some(Identifier::Time)),
        ("2026-03-11T06:12:30Z", Some(Identifier::Time)),
        ("2026-03-11..2026-03-12", Some(Identifier::Time)),
        ("23:14", Some(Identifier::TimeOfDay)),
        ("22:00..02:00", Some(Identifier::TimeOfDay)),
        ("arn:aws:iam::111122223333:user/ghost", Some(Identifier::Arn)),
        ("arn:aws-cn:s3:::b", Some(Identifier::Arn)),
        ("kim@example.org", Some(Identifier::Mail)),
        ("dGVzdA==", Some(Identifier::Base64)),
        ("Kx2b/Qm3v+9a7Zr0cD4=", Some(Identifier::Base64)),
        ("/x2b/Qm3v+9a7Zr0cD4=", Some(Identifier::Base64)),
        ("+x2bQm3v9a7Zr0cD4e==", Some(Identifier::Base64)),
        ("eftixk72aD6Ap51TnqcoF8eFidJG9Z/2mkiDFu8yU9AS1ed4OpIszj7UDNEHGran", Some(Identifier::Base64)),
    ] {
        assert_eq!(Identifier::of(word), expected, "{word}");
        assert!(expected.is_none_or(|identifier| identifier.expr(word).is_ok()), "{word}");
    }
}

#[test]
fn marks_around_a_pasted_identifier_are_not_part_of_it() {
    let words = [
        "4b1d1f3c-8a52-4a0f-9a4e-0c1d2e3f4a5b",
        "i-0abc1234def567890",
        "AKIAQ7LKSPRBDEXAMPLE",
        "203.0.113.9",
        "2001:db8::9",
        "kim@example.org",
        "111122223333",
        "arn:aws:iam::111122223333:user/ghost",
    ];
    let around = [
        ("", ""),
        ("", ","),
        ("", ";"),
        ("\"", "\","),
        ("'", "'"),
        ("`", "`"),
        ("<", ">"),
        ("{", "}"),
        ("[", "]"),
        ("“", "”"),
    ];
    for word in words {
        for (before, after) in around {
            let pasted = format!("{before}{word}{after}");
            let expected = Identifier::of(word);
            let found = Identifier::pasted(&pasted);
            assert_eq!(found.as_deref(), Some(word), "{pasted}");
            assert_eq!(found.and_then(|word| Identifier::of(&word)), expected, "{pasted}");
        }
    }
    for (pasted, address) in [
        ("hxxp://203[.]0[.]113[.]9/a?b", "203.0.113.9"),
        ("https://203.0.113.9:8443/", "203.0.113.9:8443"),
        ("http://[2001:db8::9]:80/x", "[2001:db8::9]:80"),
        ("fe80::1%eth0", "fe80::1"),
        ("[fe80::1%eth0]", "fe80::1"),
    ] {
        assert_eq!(Identifier::pasted(pasted).as_deref(), Some(address), "{pasted}");
    }
    for word in ["del,", "<script>", "https://example.org/", "100%", "name=203.0.113.9", "s3://b/k"] {
        assert_eq!(Identifier::pasted(word), None, "{word}");
    }
}

#[test]
fn words_that_only_look_like_it_are_words() {
    for word in [
        "AKIA",
        "AKIAq7lksprbdexample",
        "AROA",
        "deadbeef",
        "11112222333",
        "1111222233334",
        "1111-2222-33334",
        "11112-222-3333",
        "203.0.113",
        "::",
        "1",
        "2026",
        "2026-03",
        "2026-13-11",
        "23:99",
        "arn",
        "arn:aws",
        "arn:other:x",
        "a@b",
        "@host.org",
        "i-",
        "sg-a",
        "web-prod",
        "widget-0abc",
        "aws-cli",
        "x-0abc12345",
        "203.0.113.9:port",
        "10.0.0.0/99",
        "delbuck",
        // Tests that are being typed, paths and long names are no base64.
        "userName=",
        "userName==",
        "sourceIPAddress=",
        "requestParameters.name==",
        "deniedActions12=x",
        "/aws/lambda/webhooks/production/handlers",
        "AWSServiceRoleForAmazonElasticFileSystem",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "dGVzdA=",
        "dGVzdA===",
    ] {
        assert_eq!(Identifier::of(word), None, "{word}");
    }
}
