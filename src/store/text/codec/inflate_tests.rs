//! gzip data of every kind, intact and damaged.

use std::io::Write;

use flate2::{Compression, GzBuilder, write::GzEncoder};

use super::*;
use crate::store::codec::allowance::Poor;
use crate::store::codec::gzip::NOT_GZIP;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn unpacked(packed: &[u8], limit: usize) -> (Vec<u8>, Unpacking) {
    let mut text = Vec::new();
    let unpacking = Inflater::default().unpack(packed, &mut text, &mut UpTo(limit));
    (text, unpacking)
}

#[track_caller]
fn gives(packed: &[u8], text: &[u8], reasons: &[&str]) -> Unpacking {
    let (found, unpacking) = unpacked(packed, 1 << 20);
    let told: Vec<&str> = unpacking.flaws.iter().map(|flaw| flaw.reason).collect();
    assert_eq!(
        (found.escape_ascii().to_string(), told.as_slice()),
        (text.escape_ascii().to_string(), reasons)
    );
    unpacking
}

/// Makes a text that does not compress well, so that its compressed form is long.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        b'a' + u8::try_from(state >> 24).unwrap() % 26
    };
    std::iter::repeat_with(&mut next).take(length).collect()
}

#[test]
fn every_member_is_read() {
    assert_eq!(gives(&gzip(b"one"), b"one", &[]).first_member, None);
    let two = [gzip(b"one "), gzip(b""), gzip(b"two")].concat();
    assert_eq!(gives(&two, b"one two", &[]).first_member, Some(4));
    gives(&gzip(b"x").repeat(300), &b"x".repeat(300), &[]);
    let long = noise(700_000);
    gives(&[gzip(&long), gzip(b"!")].concat(), &[long.as_slice(), b"!"].concat(), &[]);
}

#[test]
fn headers_may_say_more() {
    let mut encoder = GzBuilder::new()
        .filename(b"a\x1b[31m".as_slice())
        .comment("c")
        .extra(vec![1, 2, 3])
        .write(Vec::new(), Compression::fast());
    encoder.write_all(b"text").unwrap();
    let mut packed = encoder.finish().unwrap();
    gives(&packed, b"text", &[]);
    // With a header checksum, which is skipped.
    packed[3] |= 2;
    let end = 10 + 2 + 3 + 6 + 2;
    packed.splice(end..end, [0, 0]);
    gives(&packed, b"text", &[]);
}

#[test]
fn what_stands_before_damage_is_kept_and_the_damage_told() {
    let sound = gzip(b"hello world");
    for cut in 1..=8 {
        gives(&sound[..sound.len() - cut], b"hello world", &[TRUNCATED]);
    }
    gives(b"\x1f\x8b", b"", &[TRUNCATED]);
    let mut wrong = sound.clone();
    let sum = wrong.len() - 8;
    wrong[sum] ^= 1;
    gives(&wrong, b"hello world", &[WRONG_SUM]);
    gives(&[wrong, gzip(b"!")].concat(), b"hello world!", &[WRONG_SUM]);
}

#[test]
fn bytes_behind_the_end_are_told_and_not_taken_for_text() {
    for garbage in [b"garbage".as_slice(), &[0; 512], b"\x1f"] {
        let unpacking = gives(&[&gzip(b"hello"), garbage].concat(), b"hello", &[NOT_GZIP]);
        assert_eq!((unpacking.first_member, unpacking.flaws[0].length), (Some(5), garbage.len()));
    }
    gives(&[&gzip(b"one "), b"garbage".as_slice(), &gzip(b"two")].concat(), b"one two", &[NOT_GZIP]);
}

#[test]
fn members_behind_a_damaged_one_are_read() {
    let mut damaged = gzip(&noise(5000));
    damaged.truncate(2000);
    let (text, unpacking) = unpacked(&[damaged, gzip(b" and on")].concat(), 1 << 20);
    assert!(noise(5000).starts_with(&text[..500]) && text.ends_with(b" and on"));
    assert_eq!(unpacking.flaws.len(), 1);
}

#[test]
fn limits_hold_and_the_same_comes_out_each_time() {
    let bomb = gzip(&vec![b' '; 1 << 20]);
    let mut inflater = Inflater::default();
    for limit in [0, 1000, 100_000] {
        let mut text = Vec::new();
        let unpacking = inflater.unpack(&bomb, &mut text, &mut UpTo(limit));
        assert_eq!((text.len(), unpacking.cut), (limit, Some(Cut::Size)));
    }
    assert_eq!(unpacked(&bomb, 1 << 20).1.cut, None);
}

/// Whatever the fast path accepts is what the steps make of it, and without a flaw.
#[track_caller]
fn is_same_in_steps(packed: &[u8], limit: usize) {
    let (text, unpacking) = unpacked(packed, limit);
    let mut steps = Vec::new();
    let expected = Inflater::default().unpack_any(packed, &mut steps, &mut UpTo(limit));
    assert_eq!(text, steps, "{}", packed.escape_ascii());
    assert_eq!(format!("{unpacking:?}"), format!("{expected:?}"), "{}", packed.escape_ascii());
}

#[test]
fn the_fast_path_gives_what_the_steps_give() {
    let texts = [Vec::new(), b"a".to_vec(), noise(70_000), b"some text, some text".repeat(30)];
    for sound in texts.iter().map(|text| gzip(text)) {
        for limit in [0, 1, 599, 600, 1 << 20] {
            is_same_in_steps(&sound, limit);
            is_same_in_steps(&[sound.as_slice(), b"x"].concat(), limit);
            is_same_in_steps(&sound.repeat(2), limit);
        }
        for at in (0..sound.len()).step_by(1 + sound.len() / 300) {
            let mut damaged = sound.clone();
            damaged[at] ^= 4;
            is_same_in_steps(&damaged, 1 << 20);
            is_same_in_steps(&sound[..at], 1 << 20);
        }
    }
}

#[test]
fn memory_is_asked_for_before_it_is_used() {
    // Two million bytes from two thousand; the stated size is wrong.
    let mut bomb = gzip(&vec![b' '; 2 << 20]);
    let stated = bomb.len() - 4;
    bomb[stated..].fill(0);
    let mut text = Vec::new();
    let unpacking = Inflater::default().unpack(&bomb, &mut text, &mut Poor(1 << 20));
    assert_eq!(unpacking.cut, Some(Cut::Memory));
    assert!(text.capacity() <= 1 << 20);
}

/// After the 64th member with a wrong checksum nothing was read, and nothing was reported.
#[test]
fn many_damaged_members_hide_none_behind_them() {
    let mut wrong = gzip(b"a");
    let end = wrong.len();
    wrong[end - 5] ^= 1;
    let mut cut = gzip(b"some text that is long enough to be cut");
    cut.truncate(cut.len() - 20);
    for (member, count) in [(wrong, 65), (cut.clone(), 70), (cut, 300)] {
        let packed = [member.repeat(count), gzip(b"the last")].concat();
        let mut text = Vec::new();
        let unpacking = Inflater::default().unpack(&packed, &mut text, &mut UpTo(1 << 20));
        assert!(text.ends_with(b"the last"), "{count} {}", text.escape_ascii());
        assert_eq!(unpacking.flaws.len() + unpacking.more_flaws.0, count);
        assert!(unpacking.flaws.len() <= 100);
    }
}

#[test]
fn a_search_that_is_given_up_says_what_it_has_not_read() {
    let packed = b"\x1f\x8b\x08\0".repeat(1 << 18);
    let unpacking = Inflater::default().unpack(&packed, &mut Vec::new(), &mut UpTo(1 << 20));
    let last = unpacking.flaws.last().unwrap();
    assert_eq!((last.reason, last.packed_at + last.length), (GIVEN_UP, packed.len()));
}

fn first_member(packed: &[u8], most: usize) -> (Vec<u8>, Result<Option<usize>, &'static str>) {
    let mut text = Vec::new();
    let end = Inflater::default().first_member(packed, &mut |part| {
        text.extend_from_slice(part);
        if text.len() > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    (text, end)
}

#[test]
fn the_first_member_is_handed_on_whole_and_nothing_behind_it() {
    for length in [0, 1, 65_535, 65_536, 65_537, 700_000] {
        let (text, member) = (noise(length), gzip(&noise(length)));
        for behind in [Vec::new(), gzip(b"forged"), vec![0; 3]] {
            let packed = [member.clone(), behind].concat();
            assert_eq!(first_member(&packed, usize::MAX), (text.clone(), Ok(Some(member.len()))));
        }
        let cut = member.len() - 1;
        assert_eq!(first_member(&member[..cut], usize::MAX).1, Err(TRUNCATED), "{length}");
        let mut wrong = member.clone();
        wrong[cut - 4] ^= 1;
        assert_eq!(first_member(&wrong, usize::MAX).1, Err(WRONG_SUM), "{length}");
    }
    let bomb = gzip(&vec![b' '; 9 << 20]);
    let (text, end) = first_member(&bomb, 1 << 20);
    assert!(end == Ok(None) && text.len() <= (1 << 20) + STEP, "{}", text.len());
}

/// Whatever is missing of a member, the next one is read, also where decompressing runs on into it.
#[test]
fn a_member_that_is_cut_short_hides_no_other() {
    let text = |number: usize| {
        format!(
            "{{\"eventVersion\":\"1.08\",\"eventName\":\"N{number}\",\"userAgent\":\"some words {number}\"}}\n"
        )
    };
    let member = gzip(text(1).as_bytes());
    let mut failed = Vec::new();
    for length in 4..member.len() {
        for count in [1, 3] {
            let packed = [member[..length].repeat(count), gzip(text(7).as_bytes())].concat();
            let mut made = Vec::new();
            let unpacking = Inflater::default().unpack(&packed, &mut made, &mut UpTo(1 << 20));
            if !made.ends_with(text(7).as_bytes()) {
                failed.push((length, count, unpacking.flaws));
            }
        }
    }
    assert!(failed.is_empty(), "{} {failed:?}", member.len());
}
