//! Writes tiny databases in MaxMind's format: a tree of 24-bit records over IPv4 networks, and maps of texts and numbers.

/// A value of the data section.
#[derive(Clone)]
pub(crate) enum Data {
    Text(String),
    Number(u32),
    /// 16 bits.
    Short(u16),
    /// 64 bits.
    Long(u64),
    /// An array of nothing.
    Nothing,
    Map(Vec<(&'static str, Self)>),
}

impl Data {
    fn write(&self, out: &mut Vec<u8>) {
        let head = |kind: u8, length: usize, out: &mut Vec<u8>| {
            if length < 29 {
                out.push((kind << 5) | u8::try_from(length).unwrap());
            } else {
                out.extend([(kind << 5) | 0b1_1101, u8::try_from(length - 29).unwrap()]);
            }
        };
        match self {
            Self::Text(text) => {
                head(2, text.len(), out);
                out.extend(text.as_bytes());
            }
            Self::Number(number) => {
                head(6, 4, out);
                out.extend(number.to_be_bytes());
            }
            Self::Short(number) => {
                head(5, 2, out);
                out.extend(number.to_be_bytes());
            }
            Self::Long(number) => {
                // An extended type: its number follows, counted from 8.
                out.extend([8, 2]);
                out.extend(number.to_be_bytes());
            }
            Self::Nothing => out.extend([0, 4]),
            Self::Map(members) => {
                head(7, members.len(), out);
                for (name, value) in members {
                    Self::Text((*name).to_owned()).write(out);
                    value.write(out);
                }
            }
        }
    }
}

pub(crate) fn text(text: &str) -> Data {
    Data::Text(text.to_owned())
}

/// A database of networks, given as their address, the length of their prefix and their data.
pub(crate) fn database(networks: &[([u8; 4], usize, Data)]) -> Vec<u8> {
    // Each node has two records: 0 for nothing, a positive number for a node, a negative one for data.
    let mut nodes: Vec<[i64; 2]> = vec![[0, 0]];
    let mut data = Vec::new();
    for (address, length, value) in networks {
        let bits = u32::from_be_bytes(*address);
        let mut node = 0;
        for depth in 0..*length {
            let side = usize::from(bits >> (31 - depth) & 1 == 1);
            if depth + 1 == *length {
                nodes[node][side] = -1 - i64::try_from(data.len()).unwrap();
            } else if nodes[node][side] == 0 {
                nodes.push([0, 0]);
                nodes[node][side] = i64::try_from(nodes.len() - 1).unwrap();
                node = nodes.len() - 1;
            } else {
                node = usize::try_from(nodes[node][side]).unwrap();
            }
        }
        value.write(&mut data);
    }
    let count = i64::try_from(nodes.len()).unwrap();
    let mut out = Vec::new();
    for record in nodes.iter().flatten() {
        let number = match *record {
            0 => count,
            record if record > 0 => record,
            // 16 bytes separate the tree and the data.
            record => count + 16 + (-1 - record),
        };
        out.extend(&u32::try_from(number).unwrap().to_be_bytes()[1..]);
    }
    out.extend([0; 16]);
    out.extend(data);
    out.extend(b"\xab\xcd\xefMaxMind.com");
    let metadata = Data::Map(vec![
        ("binary_format_major_version", Data::Short(2)),
        ("binary_format_minor_version", Data::Short(0)),
        ("build_epoch", Data::Long(1)),
        ("database_type", text("Test")),
        ("description", Data::Map(Vec::new())),
        ("languages", Data::Nothing),
        ("ip_version", Data::Short(4)),
        ("node_count", Data::Number(u32::try_from(nodes.len()).unwrap())),
        ("record_size", Data::Short(24)),
    ]);
    metadata.write(&mut out);
    out
}
