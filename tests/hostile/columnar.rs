//! Parquet files that are damaged, cut or forged: sizes, depths and counts that no bytes hold.

use std::fs;
use std::path::Path;

use trailsift::store::file::FileState;

use crate::input::Input;
use crate::random::Random;

/// The files to start from, as other programs write them.
const SOUND: [&str; 5] =
    ["athena.parquet", "lake.parquet", "raw.parquet", "security_lake.parquet", "delta.parquet"];
/// How many damaged files are made of each.
const DAMAGED: usize = 300;

/// Puts a footer behind `pages`.
fn with_footer(pages: &[u8], footer: &[u8]) -> Vec<u8> {
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    [b"PAR1", pages, footer, &length, b"PAR1"].concat()
}

/// A schema of this many columns in the compact form of Thrift, each with as many children as `children` says.
fn schema(columns: usize, children: impl Fn(usize) -> u32) -> Vec<u8> {
    let varint = |mut number: u64| {
        let mut bytes = Vec::new();
        while number >= 0x80 {
            bytes.push(u8::try_from(number & 0x7f).unwrap() | 0x80);
            number >>= 7;
        }
        bytes.push(u8::try_from(number).unwrap());
        bytes
    };
    let mut footer = vec![0x15, 2, 0x19, 0xfc];
    footer.extend(varint(columns as u64));
    for column in 0..columns {
        // Optional, with a name and its number of children.
        footer.extend([0x35, 2, 0x18, 1, b'x']);
        footer.push(0x15);
        footer.extend(varint(u64::from(children(column)) * 2));
        footer.push(0);
    }
    footer.extend([0x16, 2, 0x19, 0x0c, 0]);
    footer
}

fn forged(add: &mut dyn FnMut(Input)) {
    for (what, footer) in [
        ("a schema nested a million times", schema(1_000_000, |_| 1)),
        ("a schema nested ten thousand times", schema(9_999, |column| u32::from(column < 9_998))),
        ("a column with two billion children", schema(2, |_| i32::MAX.cast_unsigned())),
        ("a list of two billion columns", vec![0x15, 2, 0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 7]),
        ("a list of two billion groups", {
            let mut footer = schema(2, |column| u32::from(column == 0));
            footer.truncate(footer.len() - 3);
            footer.extend([0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 7]);
            footer
        }),
        ("structures nested in values", [0x1c].repeat(1_000_000)),
        ("a name of four billion bytes", vec![0x18, 0xff, 0xff, 0xff, 0xff, 0x0f]),
        ("nothing", Vec::new()),
    ] {
        add(Input::new("P1", what, with_footer(b"", &footer)).never(FileState::NotLog));
    }
    for length in [0, 1, 0x7fff_ffff, u32::MAX] {
        let bytes = [b"PAR1", &[0; 64][..], &length.to_le_bytes(), b"PAR1"].concat();
        add(Input::new("P1", format!("a footer of {length} bytes"), bytes).is(FileState::Damaged));
    }
    for bytes in [&b"PAR1"[..], b"PAR1PAR1", b"PAR1\0\0\0\0PAR1", b"PAR1\0\0\0\0PARE"] {
        add(Input::new("P1", bytes.escape_ascii().to_string(), bytes).is(FileState::Damaged));
    }
}

fn damaged(random: &mut Random, add: &mut dyn FnMut(Input)) {
    for name in SOUND {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms/parquet").join(name);
        let sound = fs::read(path).unwrap();
        add(Input::new("P1", name, sound.clone()).is(FileState::Read));
        for number in 0..DAMAGED {
            let mut bytes = sound.clone();
            let (what, at) = match number % 5 {
                0 => {
                    let end = random.below(sound.len());
                    bytes.truncate(end);
                    ("cut", end)
                }
                1 => {
                    let at = random.below(sound.len() - 8);
                    let value = *random.pick(&[0, 0x7f, 0x80, 0xff]);
                    bytes[at..at + 5].fill(value);
                    ("filled", at)
                }
                2 => {
                    // In the footer, where sizes, places and counts are.
                    let at = sound.len() - 9 - random.below(sound.len() / 3);
                    bytes[at] ^= 1 << random.below(8);
                    ("in the footer", at)
                }
                3 => {
                    let (at, other) = (random.below(sound.len() - 64), random.below(sound.len() - 64));
                    bytes.copy_within(other..other + 32, at);
                    ("copied", at)
                }
                _ => {
                    let at = random.below(sound.len());
                    bytes[at] ^= 1 << random.below(8);
                    ("a bit", at)
                }
            };
            add(Input::new("P1", format!("{name}: {what} at {at} ({number})"), bytes));
        }
    }
}

pub(crate) fn inputs(random: &mut Random, add: &mut dyn FnMut(Input)) {
    forged(add);
    damaged(random, add);
}
