//! The `userIdentity` element → its members, decoded, in a single pass over its text.
//!
//! `identity` decides what the members mean. An empty string and `null` count as missing. A value of another
//! type is read as its JSON text. The last of duplicate members counts.

use std::borrow::Cow;
use std::ops::Range;

use crate::json::scan::{Fault, Scanner};
use crate::record::read::value::{is_present, member_text, text_of};

/// The text of a member that is present.
type Text<'a> = Option<Cow<'a, str>>;

/// The decoded members of `userIdentity` that identify the caller.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "AWS's names in snake case")]
pub struct Identity<'a> {
    pub kind: Text<'a>,
    pub principal_id: Text<'a>,
    pub arn: Text<'a>,
    pub account_id: Text<'a>,
    pub access_key_id: Text<'a>,
    pub user_name: Text<'a>,
    pub invoked_by: Text<'a>,
    pub identity_provider: Text<'a>,
    pub credential_id: Text<'a>,
    pub on_behalf_of_user: Text<'a>,
    pub on_behalf_of_store: Text<'a>,
    pub creation_date: Text<'a>,
    pub mfa_authenticated: Text<'a>,
    pub issuer_arn: Text<'a>,
    pub issuer_user_name: Text<'a>,
    pub source_identity: Text<'a>,
    pub assumed_root: Text<'a>,
    pub sign_in_session: Text<'a>,
    pub from_console: bool,
    /// The whole element, if it is not an object.
    pub odd: Text<'a>,
}

impl<'a> Identity<'a> {
    /// Reads the element from its JSON, up to the first fault.
    pub fn read(raw: &'a [u8]) -> Self {
        let mut identity = Self::default();
        if raw.first() != Some(&b'{') {
            identity.odd = Some(raw).filter(|raw| is_present(raw)).map(text_of);
            return identity;
        }
        let mut element = Element::new(raw);
        // The members before a fault have been read.
        let _ = element.object(|element, key| {
            match Member::named(key) {
                Member::Kind => identity.kind = element.text()?,
                Member::PrincipalId => identity.principal_id = element.text()?,
                Member::Arn => identity.arn = element.text()?,
                Member::AccountId => identity.account_id = element.text()?,
                Member::AccessKeyId => identity.access_key_id = element.text()?,
                Member::UserName => identity.user_name = element.text()?,
                Member::InvokedBy => identity.invoked_by = invoked_by(element.raw()?),
                Member::IdentityProvider => identity.identity_provider = element.text()?,
                Member::CredentialId => identity.credential_id = element.text()?,
                Member::OnBehalfOf => identity.read_on_behalf_of(element)?,
                Member::SessionContext => identity.read_session(element)?,
                _ => drop(element.raw()?),
            }
            Ok(())
        });
        identity
    }

    fn read_on_behalf_of(&mut self, element: &mut Element<'a>) -> Result<(), Fault> {
        (self.on_behalf_of_user, self.on_behalf_of_store) = (None, None);
        element.object(|element, key| {
            match Member::named(key) {
                Member::UserId => self.on_behalf_of_user = element.text()?,
                Member::IdentityStoreArn => self.on_behalf_of_store = element.text()?,
                _ => drop(element.raw()?),
            }
            Ok(())
        })
    }

    fn read_session(&mut self, element: &mut Element<'a>) -> Result<(), Fault> {
        element.object(|element, key| {
            match Member::named(key) {
                Member::Attributes => self.read_attributes(element)?,
                Member::SessionIssuer => self.read_issuer(element)?,
                Member::SourceIdentity => self.source_identity = element.text()?,
                Member::AssumedRoot => self.assumed_root = element.text()?,
                Member::SignInSessionArn => self.sign_in_session = element.text()?,
                _ => drop(element.raw()?),
            }
            Ok(())
        })
    }

    fn read_attributes(&mut self, element: &mut Element<'a>) -> Result<(), Fault> {
        (self.creation_date, self.mfa_authenticated) = (None, None);
        let mut from_console = false;
        let result = element.object(|element, key| {
            match Member::named(key) {
                Member::CreationDate => self.creation_date = element.text()?,
                Member::MfaAuthenticated => self.mfa_authenticated = element.text()?,
                Member::SessionCredentialFromConsole => from_console = says_true(element.raw()?),
                _ => drop(element.raw()?),
            }
            Ok(())
        });
        self.from_console |= from_console;
        result
    }

    fn read_issuer(&mut self, element: &mut Element<'a>) -> Result<(), Fault> {
        (self.issuer_arn, self.issuer_user_name) = (None, None);
        element.object(|element, key| {
            match Member::named(key) {
                Member::Arn => self.issuer_arn = element.text()?,
                Member::UserName => self.issuer_user_name = element.text()?,
                _ => drop(element.raw()?),
            }
            Ok(())
        })
    }
}

/// Declares the members that are read, each with AWS's spelling.
macro_rules! names {
    ($($variant:ident $name:literal),+ $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Member {
            $($variant,)+
            Other,
        }

        impl Member {
            /// AWS's spelling is tried first; Athena and its tools write all names in lower case.
            fn named(name: &[u8]) -> Self {
                match name {
                    $($name => Self::$variant,)+
                    $(_ if name.eq_ignore_ascii_case($name) => Self::$variant,)+
                    _ => Self::Other,
                }
            }
        }
    };
}

names! {
    Kind b"type", PrincipalId b"principalId", Arn b"arn", AccountId b"accountId", AccessKeyId b"accessKeyId",
    UserName b"userName", InvokedBy b"invokedBy", IdentityProvider b"identityProvider",
    CredentialId b"credentialId", OnBehalfOf b"onBehalfOf", SessionContext b"sessionContext", UserId b"userId",
    IdentityStoreArn b"identityStoreArn", Attributes b"attributes", SessionIssuer b"sessionIssuer",
    SourceIdentity b"sourceIdentity", AssumedRoot b"assumedRoot", SignInSessionArn b"signInSessionArn", CreationDate b"creationDate",
    MfaAuthenticated b"mfaAuthenticated", SessionCredentialFromConsole b"sessionCredentialFromConsole",
}

/// An element that is being read.
struct Element<'a> {
    raw: &'a [u8],
    /// Its text, if it is UTF-8 without escapes, as in nearly all records: then its strings need no decoding.
    plain: Option<&'a str>,
    scanner: Scanner<'a>,
}

impl<'a> Element<'a> {
    fn new(raw: &'a [u8]) -> Self {
        let is_plain = memchr::memchr(b'\\', raw).is_none();
        let plain = std::str::from_utf8(raw).ok().filter(|_| is_plain);
        Self { raw, plain, scanner: Scanner::new(raw, 0) }
    }

    /// Calls `each` with the name of every member of the next object; `each` moves over the value. A value of
    /// another type has no members.
    fn object(
        &mut self,
        mut each: impl FnMut(&mut Self, &'a [u8]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if self.scanner.skip_space() != Some(b'{') {
            return self.scanner.value().map(drop);
        }
        self.scanner.eat(b'{');
        if self.scanner.skip_space() != Some(b'}') {
            loop {
                let key = self.scanner.key()?;
                each(self, self.raw.get(key.start + 1..key.end - 1).unwrap_or_default())?;
                self.scanner.skip_space();
                if !self.scanner.eat(b',') {
                    break;
                }
            }
        }
        if self.scanner.eat(b'}') { Ok(()) } else { Err(self.scanner.fault("expected a comma or }")) }
    }

    /// Moves over a value and returns its JSON.
    fn raw(&mut self) -> Result<&'a [u8], Fault> {
        let place = self.scanner.value()?;
        Ok(self.raw.get(place).unwrap_or_default())
    }

    /// Moves over a value and returns its text, if it is present.
    fn text(&mut self) -> Result<Text<'a>, Fault> {
        let place = self.scanner.value()?;
        let raw = self.raw.get(place.clone()).unwrap_or_default();
        if !is_present(raw) {
            return Ok(None);
        }
        let inside = if raw.first() == Some(&b'"') { place.start + 1..place.end - 1 } else { place };
        Ok(Some(self.plain_text(inside).unwrap_or_else(|| text_of(raw))))
    }

    fn plain_text(&self, place: Range<usize>) -> Text<'a> {
        Some(Cow::Borrowed(self.plain?.get(place)?))
    }
}

/// Usually a service name; older AWS IoT records hold an object with the service's account.
fn invoked_by(value: &[u8]) -> Text<'_> {
    let text = if value.first() == Some(&b'{') {
        member_text(value, "serviceAccountId")
    } else {
        Some(text_of(value))
    };
    text.filter(|text| !text.is_empty() && value != b"null")
}

/// Returns whether a value is `true` or `"true"`: CloudTrail writes some booleans as text.
pub fn says_true(value: &[u8]) -> bool {
    value == b"true" || value == b"\"true\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_make_no_difference() {
        let plain = r#"{"type":"AssumedRole","arn":"arn:x","sessionContext":{"attributes":{"creationDate":"d"},"sessionIssuer":{"arn":"i","userName":""}},"onBehalfOf":{"userId":"u"}}"#;
        let escaped = plain.replace("AssumedRole", r"A\u0073sumedRole").replace(':', " :\n");
        let identity = Identity::read(plain.as_bytes());
        assert_eq!(Identity::read(escaped.replace("arn :\nx", "arn:x").as_bytes()), identity);
        assert_eq!(identity.kind.as_deref(), Some("AssumedRole"));
        assert_eq!(
            (identity.creation_date.as_deref(), identity.issuer_user_name.as_deref()),
            (Some("d"), None)
        );
        assert_eq!(identity.on_behalf_of_user.as_deref(), Some("u"));
    }

    /// Athena and Panther write names in lower case; access key, role and MFA were empty.
    #[test]
    fn names_are_read_in_any_case() {
        let plain = r#"{"type":"AssumedRole","principalId":"p","arn":"arn:x","accountId":"1","accessKeyId":"ASIA","userName":"u","invokedBy":"b","identityProvider":"ip","credentialId":"c","sessionContext":{"attributes":{"creationDate":"d","mfaAuthenticated":"true","sessionCredentialFromConsole":"true"},"sessionIssuer":{"arn":"i","userName":"r"},"sourceIdentity":"s","assumedRoot":"true","signInSessionArn":"l"},"onBehalfOf":{"userId":"u","identityStoreArn":"o"}}"#;
        let small =
            |name: &str| plain.replace(&format!("\"{name}\":"), &format!("\"{}\":", name.to_lowercase()));
        let as_written = Identity::read(plain.as_bytes());
        let keys = plain.split('"').filter(|part| part.chars().any(char::is_uppercase) && part.len() > 4);
        for key in keys {
            assert_eq!(Identity::read(small(key).as_bytes()), as_written, "{key}");
        }
        assert_eq!(as_written.access_key_id.as_deref(), Some("ASIA"));
        let all = plain.replace("AssumedRole", "assumedrole").to_lowercase().replace("asia", "ASIA");
        let all = Identity::read(all.as_bytes());
        assert_eq!(Identity { kind: as_written.kind.clone(), ..all }, as_written);
    }

    #[test]
    fn odd_types_are_no_members() {
        let identity =
            Identity::read(br#"{"sessionContext":["a"],"onBehalfOf":"x","accountId":12,"arn":null}"#);
        assert_eq!(identity.account_id.as_deref(), Some("12"));
        assert_eq!(Identity { account_id: None, ..identity }, Identity::default());
        assert_eq!(Identity::read(br#""text""#).odd.as_deref(), Some("text"));
    }

    #[test]
    fn what_stands_before_a_fault_is_read() {
        let identity = Identity::read(br#"{"type":"IAMUser","userName":"a","arn":"#);
        assert_eq!((identity.kind.as_deref(), identity.user_name.as_deref()), (Some("IAMUser"), Some("a")));
    }
}
