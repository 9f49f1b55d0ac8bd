//! Files that no program writes: rows that do not fit together, and numbers of rows and values that are not true.

use super::*;
use crate::store::codec::allowance::{Poor, UpTo};

fn low_byte(number: u64) -> u8 {
    number.to_le_bytes()[0]
}

fn size(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap()
}

/// The size of bytes as it is written before levels, texts and the end of a file.
fn plain_size(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).unwrap().to_le_bytes()
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while number >= 0x80 {
        out.push(low_byte(number) | 0x80);
        number >>= 7;
    }
    out.push(low_byte(number));
    out
}

fn number(number: i64) -> Vec<u8> {
    varint(((number << 1) ^ (number >> 63)).cast_unsigned())
}

fn text(text: &str) -> Vec<u8> {
    [varint(text.len() as u64), text.as_bytes().to_vec()].concat()
}

fn list(kind: u8, items: &[Vec<u8>]) -> Vec<u8> {
    [vec![0xf0 | kind], varint(items.len() as u64), items.concat()].concat()
}

/// A struct of fields with their IDs and kinds.
fn fields(fields: &[(i64, u8, Vec<u8>)]) -> Vec<u8> {
    let field = |(id, kind, value): &(i64, u8, Vec<u8>)| [vec![*kind], number(*id), value.clone()].concat();
    [fields.iter().flat_map(field).collect(), vec![0]].concat()
}

const NUMBER: u8 = 5;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// A page of a dictionary (2) or of data (0).
fn page(kind: i64, header: (i64, Vec<u8>), data: &[u8]) -> Vec<u8> {
    let bytes = number(size(data));
    let head = [(1, NUMBER, number(kind)), (2, NUMBER, bytes.clone()), (3, NUMBER, bytes)];
    [fields(&[&head[..], &[(header.0, STRUCT, header.1)]].concat()), data.to_vec()].concat()
}

fn data_page(values: i64, encoding: i64, data: &[u8]) -> Vec<u8> {
    let [values, encoding, levels] = [values, encoding, 3].map(number);
    let header =
        [(1, NUMBER, values), (2, NUMBER, encoding), (3, NUMBER, levels.clone()), (4, NUMBER, levels)];
    page(0, (5, fields(&header)), data)
}

/// Levels, each with how often it follows itself.
fn levels(runs: &[(u64, u8)]) -> Vec<u8> {
    let runs: Vec<u8> =
        runs.iter().flat_map(|(count, level)| [varint(count << 1), vec![*level]].concat()).collect();
    [plain_size(&runs).to_vec(), runs].concat()
}

fn plain(texts: &[&str]) -> Vec<u8> {
    texts.iter().flat_map(|text| [&plain_size(text.as_bytes())[..], text.as_bytes()].concat()).collect()
}

/// A page of texts with their levels.
fn texts(definitions: &[(u64, u8)], repetitions: &[(u64, u8)], texts: &[&str]) -> Vec<u8> {
    let count = |runs: &[(u64, u8)]| runs.iter().map(|(count, _)| count.cast_signed()).sum::<i64>();
    let values =
        if definitions.is_empty() { i64::try_from(texts.len()).unwrap() } else { count(definitions) };
    let of = |runs: &[(u64, u8)]| if runs.is_empty() { Vec::new() } else { levels(runs) };
    data_page(values, 0, &[of(repetitions), of(definitions), plain(texts)].concat())
}

/// An element of the schema: its name, how often it occurs (0 once, 1 or not, 2 repeated), and its children, or the text
/// that it is.
fn element(name: &str, repetition: i64, children: i64) -> Vec<u8> {
    let (name, repetition) = ((4, 8, text(name)), (3, NUMBER, number(repetition)));
    if children > 0 {
        fields(&[repetition, name, (5, NUMBER, number(children))])
    } else {
        fields(&[(1, NUMBER, number(6)), repetition, name, (6, NUMBER, number(0))])
    }
}

/// The pages of a column, with its path and how many values the footer states.
type Pages<'a> = (&'a [&'a str], i64, Vec<u8>);

/// A file of groups of rows with these columns, each with the number of rows that the footer states.
fn file(schema: &[Vec<u8>], groups: &[(i64, &[Pages<'_>])]) -> Vec<u8> {
    let mut out = b"PAR1".to_vec();
    let mut stated = Vec::new();
    for (rows, columns) in groups {
        let mut chunks = Vec::new();
        for (path, values, pages) in *columns {
            let path: Vec<Vec<u8>> = path.iter().map(|name| text(name)).collect();
            let bytes = number(size(pages));
            let column = fields(&[
                (1, NUMBER, number(6)),
                (2, LIST, list(NUMBER, &[number(0)])),
                (3, LIST, list(8, &path)),
                (4, NUMBER, number(0)),
                (5, 6, number(*values)),
                (6, 6, bytes.clone()),
                (7, 6, bytes),
                (9, 6, number(size(&out))),
            ]);
            chunks.push(fields(&[(2, 6, number(0)), (3, STRUCT, column)]));
            out.extend_from_slice(pages);
        }
        stated.push(fields(&[(1, LIST, list(STRUCT, &chunks)), (2, 6, number(9)), (3, 6, number(*rows))]));
    }
    let footer = fields(&[
        (1, NUMBER, number(1)),
        (2, LIST, list(STRUCT, schema)),
        (3, 6, number(1)),
        (4, LIST, list(STRUCT, &stated)),
    ]);
    [out, footer.clone(), plain_size(&footer).to_vec(), b"PAR1".to_vec()].concat()
}

fn read(file: &[u8]) -> (String, Unpacking) {
    let mut text = Vec::new();
    let unpacking = table(file, &mut text, &mut UpTo(1 << 20));
    (String::from_utf8(text).unwrap(), unpacking)
}

#[track_caller]
fn is_damage(file: &[u8], rows: &str, reason: &str, lost: usize) {
    let (text, unpacking) = read(file);
    let reasons: Vec<&str> = unpacking.flaws.iter().map(|flaw| flaw.reason).collect();
    assert_eq!((text.as_str(), reasons.as_slice(), unpacking.lost_rows), (rows, &[reason][..], lost));
}

#[track_caller]
fn is_sound(file: &[u8], rows: &str) {
    let (text, unpacking) = read(file);
    assert_eq!((text.as_str(), unpacking.flaws.len(), unpacking.lost_rows), (rows, 0, 0));
}

/// They were believed, so that rows were passed over in silence, or more were lost than there are.
#[test]
fn stated_numbers_of_rows_are_checked() {
    let schema = [element("root", 0, 1), element("name", 0, 0)];
    let names = || texts(&[], &[], &["a", "b", "c"]);
    let stated = |rows| file(&schema, &[(rows, &[(&["name"], 3, names())])]);
    is_sound(&stated(3), "name\na\nb\nc\n");
    is_damage(&stated(1), "name\na\n", MORE, 2);
    is_damage(&stated(0), "name\n", MORE, 3);
    is_damage(&stated(-3), "name\n", NEGATIVE, 3);
    is_damage(&stated(1 << 62), "name\n", TOO_FEW, 3);
    // A group without rows.
    let group: &[Pages<'_>] = &[(&["name"], 0, Vec::new())];
    is_sound(&file(&schema, &[(0, group), (3, &[(&["name"], 3, names())])]), "name\na\nb\nc\n");
}

const OTHER: &str = "rows of the Parquet file do not fit together";

/// Of a group of columns, only the first one was asked whether a row has it: a forged row lost its identity, and the next
/// one got it.
#[test]
fn columns_of_a_group_must_agree() {
    let schema = [element("root", 0, 1), element("who", 1, 2), element("type", 1, 0), element("arn", 1, 0)];
    let with = |types: &[(u64, u8)], arns: &[(u64, u8)]| {
        let present = |runs: &[(u64, u8)]| runs.iter().filter(|run| run.1 == 2).count();
        let columns = [(&["who", "type"], types, ["t"; 3]), (&["who", "arn"], arns, ["x"; 3])];
        let columns = columns
            .map(|(path, runs, texts_of)| (&path[..], 2, texts(runs, &[], &texts_of[..present(runs)])));
        file(&schema, &[(2, &columns)])
    };
    let both = "\"{\"\"type\"\":\"\"t\"\",\"\"arn\"\":\"\"x\"\"}\"";
    is_sound(&with(&[(1, 0), (1, 2)], &[(1, 0), (1, 2)]), &format!("who\n\"\"\n{both}\n"));
    is_sound(&with(&[(1, 2), (1, 1)], &[(1, 2), (1, 1)]), &format!("who\n{both}\n\"{{}}\"\n"));
    is_damage(&with(&[(1, 0), (1, 2)], &[(1, 2), (1, 2)]), "who\n", OTHER, 2);
    is_damage(&with(&[(1, 2), (1, 2)], &[(1, 2), (1, 0)]), &format!("who\n{both}\n"), OTHER, 1);
    is_damage(&with(&[(1, 1), (1, 2)], &[(1, 0), (1, 2)]), "who\n", OTHER, 2);
}

#[test]
fn columns_of_a_list_must_have_as_many_items() {
    let schema = [element("root", 0, 1), element("l", 2, 2), element("a", 0, 0), element("b", 0, 0)];
    let with = |a: &[(u64, u8)], b: &[(u64, u8)]| {
        let columns = [(&["l", "a"], a), (&["l", "b"], b)].map(|(path, repetitions)| {
            let count: u64 = repetitions.iter().map(|run| run.0).sum();
            (
                &path[..],
                count.cast_signed(),
                texts(&[(count, 1)], repetitions, &["x"; 3][..usize::try_from(count).unwrap()]),
            )
        });
        file(&schema, &[(1, &columns)])
    };
    let two = [(1, 0), (1, 1)];
    let item = "{\"\"a\"\":\"\"x\"\",\"\"b\"\":\"\"x\"\"}";
    is_sound(&with(&two, &two), &format!("l\n\"[{item},{item}]\"\n"));
    is_damage(&with(&two, &[(1, 0)]), "l\n", OTHER, 1);
    is_damage(&with(&[(1, 0)], &two), "l\n", TOO_FEW, 1);
}

/// An allowance with little memory.
struct Little(usize);

impl Allowance for Little {
    fn text_bytes(&self) -> usize {
        1 << 30
    }
    fn take(&mut self, bytes: usize) -> bool {
        bytes <= self.0
    }
    fn memory_left(&self) -> usize {
        self.0
    }
    fn go_on(&mut self, _read: usize, _made: usize) -> Result<(), Cut> {
        Ok(())
    }
}

/// The reason of the first damaged group was given for all after it.
#[test]
fn each_group_has_its_own_reason() {
    let schema = [element("root", 0, 1), element("name", 0, 0)];
    let sound = texts(&[], &[], &["a"]);
    // An encoding of floating-point numbers, which texts cannot have.
    let encoded = data_page(1, 10, b"x");
    let without_dictionary = data_page(1, 8, &[1, 2, 0]);
    let columns = [encoded, without_dictionary, sound].map(|pages| [(&["name"][..], 1, pages)]);
    let groups: Vec<(i64, &[Pages<'_>])> = columns.iter().map(|columns| (1, &columns[..])).collect();
    let (text, unpacking) = read(&file(&schema, &groups));
    let reasons: Vec<&str> = unpacking.flaws.iter().map(|flaw| flaw.reason).collect();
    assert_eq!((text.as_str(), unpacking.lost_rows, reasons.len()), ("name\na\n", 2, 2));
    assert!(reasons[0].contains("is encoded in a way") && reasons[1].ends_with("is damaged"), "{reasons:?}");
}

/// The columns of each group of rows were counted again, although those of the group before are gone.
#[test]
fn groups_of_rows_take_the_memory_of_one() {
    let schema = [element("root", 0, 1), element("name", 0, 0)];
    // A long text in the dictionary, which no row has.
    let header = fields(&[(1, NUMBER, number(2)), (2, NUMBER, number(0))]);
    let dictionary = page(2, (7, header), &plain(&["a", &"x".repeat(10_000)]));
    let pages = || [dictionary.clone(), data_page(1, 8, &[1, 2, 0])].concat();
    let columns: Vec<[Pages<'_>; 1]> = (0..50).map(|_| [(&["name"][..], 1, pages())]).collect();
    let groups: Vec<(i64, &[Pages<'_>])> = columns.iter().map(|columns| (1, &columns[..])).collect();
    let file = file(&schema, &groups);
    let read = |memory: usize| {
        let mut text = Vec::new();
        let unpacking = table(&file, &mut text, &mut Poor(memory));
        (memchr::memchr_iter(b'\n', &text).count(), unpacking.cut, unpacking.lost_rows)
    };
    assert_eq!(read(30_000), (51, None, 0));
    assert_eq!(read(9_000), (1, Some(Cut::Memory), 50));
}

/// Pages and dictionaries were there before memory was taken for them.
#[test]
fn memory_is_there_before_it_is_used() {
    struct Left(usize);
    impl Allowance for Left {
        fn text_bytes(&self) -> usize {
            1 << 30
        }
        // Whatever is charged afterwards is there already.
        fn take(&mut self, _bytes: usize) -> bool {
            true
        }
        fn memory_left(&self) -> usize {
            self.0
        }
        fn go_on(&mut self, _read: usize, _made: usize) -> Result<(), Cut> {
            Ok(())
        }
    }
    let schema = [element("root", 0, 1), element("name", 0, 0)];
    let long = "x".repeat(50_000);
    let header = fields(&[(1, NUMBER, number(1)), (2, NUMBER, number(0))]);
    let dictionary = page(2, (7, header), &plain(&[&long]));
    let encoded = [vec![0x80, 1, 4, 1], number(size(long.as_bytes())), long.clone().into_bytes()].concat();
    for pages in [
        texts(&[], &[], &[&long]),
        [dictionary, data_page(1, 8, &[1, 2, 0])].concat(),
        data_page(1, 6, &encoded),
    ] {
        let file = file(&schema, &[(1, &[(&["name"], 1, pages)])]);
        let read = |memory| {
            let mut text = Vec::new();
            let unpacking = table(&file, &mut text, &mut Left(memory));
            (text.len(), unpacking.cut, unpacking.lost_rows, unpacking.flaws.len())
        };
        assert_eq!(read(200_000), (5 + long.len() + 1, None, 0, 0));
        assert_eq!(read(40_000), (5, Some(Cut::Memory), 1, 0));
    }
    // Compressed ones of other programs.
    for name in ["lake", "athena", "security_lake", "raw", "delta"] {
        let path = format!("{}/tests/forms/parquet/{name}.parquet", env!("CARGO_MANIFEST_DIR"));
        let file = std::fs::read(path).unwrap();
        let mut text = Vec::new();
        let sound = table(&file, &mut text, &mut UpTo(1 << 20));
        assert_eq!((sound.cut, sound.flaws.len()), (None, 0), "{name}");
        let mut text = Vec::new();
        let unpacking = table(&file, &mut text, &mut Left(100));
        assert_eq!((unpacking.cut, unpacking.flaws.len()), (Some(Cut::Memory), 0), "{name}");
    }
}

/// 3,000 groups of rows of a file of 40 MB stated the same columns, which were read again for each.
#[test]
fn columns_that_overlap_are_not_read_again_and_again() {
    let schema = [element("root", 0, 1), element("name", 0, 0)];
    let long = "x".repeat(5_000);
    let pages = texts(&[], &[], &[&long]);
    let once: &[Pages<'_>] = &[(&["name"], 1, pages)];
    let sound = file(&schema, &[(1, once), (1, once), (1, once), (1, once)]);
    is_sound(&sound, &format!("name\n{}", format!("{long}\n").repeat(4)));
    // The four groups of rows state the first place, and the other places are gone.
    let body = sound[..4 + once[0].2.len()].to_vec();
    let mut footer = sound[4 + once[0].2.len() * 4..sound.len() - 8].to_vec();
    for number_of_group in 1..4 {
        let start = 4 + once[0].2.len() * number_of_group;
        let stated = [vec![6, 18], number(i64::try_from(start).unwrap())].concat();
        let at = memchr::memmem::find(&footer, &stated).unwrap();
        footer.splice(at..at + stated.len(), [6, 18, 8]);
    }
    let forged = [body, footer.clone(), plain_size(&footer).to_vec(), b"PAR1".to_vec()].concat();
    let (text, unpacking) = read(&forged);
    let reasons: Vec<&str> = unpacking.flaws.iter().map(|flaw| flaw.reason).collect();
    assert_eq!((text.lines().count(), unpacking.lost_rows, reasons.as_slice()), (3, 2, &[OVERLAP; 2][..]));
}

/// 588 bytes took 1.1 GB: a page of 40 bytes holds millions of values, and a row any number of pages.
#[test]
fn values_of_a_row_have_a_limit() {
    let schema = [element("root", 0, 2), element("tags", 2, 0), element("name", 0, 0)];
    let with = |values: u64, pages: u64| {
        // Empty texts in a dictionary: none takes a byte.
        let header = fields(&[(1, NUMBER, number(1)), (2, NUMBER, number(0))]);
        let mut tags = page(2, (7, header), &plain(&[""]));
        for number in 0..pages {
            let first = u64::from(number == 0);
            let repetitions = levels(&[(first, 0), (values - first, 1)][usize::from(number > 0)..]);
            let indices = [vec![1], varint(values << 1), vec![0]].concat();
            let data = [repetitions, levels(&[(values, 1)]), indices].concat();
            tags.extend_from_slice(&data_page(values.cast_signed(), 8, &data));
        }
        let name = texts(&[], &[], &["x"]);
        file(&schema, &[(1, &[(&["tags"], (values * pages).cast_signed(), tags), (&["name"], 1, name)])])
    };
    is_sound(&with(3, 2), "tags,name\n\"[\"\"\"\",\"\"\"\",\"\"\"\",\"\"\"\",\"\"\"\",\"\"\"\"]\",x\n");
    let reason = "rows of the Parquet file have more values than programs write; they were not read";
    is_damage(&with(4_000_000, 1), "tags,name\n", reason, 1);
    is_damage(&with(500_000, 40), "tags,name\n", reason, 1);
    let mut text = Vec::new();
    let unpacking = table(&with(500_000, 2), &mut text, &mut Little(16 << 20));
    assert_eq!((unpacking.cut, unpacking.flaws.len(), unpacking.lost_rows), (Some(Cut::Memory), 0, 1));
}
