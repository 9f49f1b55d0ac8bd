//! The structs of a footer that the library reads, and the kinds of their fields. The library does not look at the kind of
//! a field that it knows: one of another kind would shift everything after it.

/// The kinds of values, by their numbers in the compact form of Thrift.
pub(super) mod kind {
    pub(in super::super) const END: u8 = 0;
    /// `true`; `false` is the next one.
    pub(in super::super) const BOOLEAN: u8 = 1;
    pub(in super::super) const BYTE: u8 = 3;
    pub(in super::super) const DOUBLE: u8 = 7;
    pub(in super::super) const BINARY: u8 = 8;
    pub(in super::super) const LIST: u8 = 9;
    pub(in super::super) const STRUCT: u8 = 12;
    /// Of 32 bits; those of 16 and 64 are written alike.
    pub(in super::super) const INTEGER: u8 = 5;
}

use kind::{BINARY, BOOLEAN, BYTE, DOUBLE, INTEGER, LIST, STRUCT};

/// The fields of a struct: their IDs, kinds, and the structs in them.
pub(super) type KnownFields = &'static [(i16, u8, Option<&'static KnownStruct>)];

/// A struct that the library reads.
pub(super) struct KnownStruct {
    pub(super) fields: KnownFields,
    /// The field with the number of children, if this is a column of the schema.
    pub(super) children: Option<i16>,
}

const fn of(fields: KnownFields) -> KnownStruct {
    KnownStruct { fields, children: None }
}

pub(super) static FILE: KnownStruct = of(&[
    (1, INTEGER, None),
    (2, LIST, Some(&COLUMN_OF_SCHEMA)),
    (3, INTEGER, None),
    (4, LIST, Some(&ROW_GROUP)),
    (5, LIST, Some(&KEY_AND_VALUE)),
    (6, BINARY, None),
    (7, LIST, Some(&COLUMN_ORDER)),
]);

static COLUMN_OF_SCHEMA: KnownStruct = KnownStruct {
    fields: &[
        (1, INTEGER, None),
        (2, INTEGER, None),
        (3, INTEGER, None),
        (4, BINARY, None),
        (5, INTEGER, None),
        (6, INTEGER, None),
        (7, INTEGER, None),
        (8, INTEGER, None),
        (9, INTEGER, None),
        (10, STRUCT, Some(&LOGICAL_TYPE)),
    ],
    children: Some(5),
};

static LOGICAL_TYPE: KnownStruct = of(&[
    (1, STRUCT, None),
    (2, STRUCT, None),
    (3, STRUCT, None),
    (4, STRUCT, None),
    (5, STRUCT, Some(&DECIMAL)),
    (6, STRUCT, None),
    (7, STRUCT, Some(&TIME)),
    (8, STRUCT, Some(&TIME)),
    (10, STRUCT, Some(&INTEGER_TYPE)),
    (11, STRUCT, None),
    (12, STRUCT, None),
    (13, STRUCT, None),
    (14, STRUCT, None),
    (15, STRUCT, None),
    (16, STRUCT, Some(&VARIANT)),
    (17, STRUCT, Some(&GEOGRAPHY)),
    (18, STRUCT, Some(&GEOGRAPHY)),
]);
static DECIMAL: KnownStruct = of(&[(1, INTEGER, None), (2, INTEGER, None)]);
static TIME: KnownStruct = of(&[(1, BOOLEAN, None), (2, STRUCT, Some(&TIME_UNIT))]);
static TIME_UNIT: KnownStruct = of(&[(1, STRUCT, None), (2, STRUCT, None), (3, STRUCT, None)]);
static INTEGER_TYPE: KnownStruct = of(&[(1, BYTE, None), (2, BOOLEAN, None)]);
static VARIANT: KnownStruct = of(&[(1, BYTE, None)]);
static GEOGRAPHY: KnownStruct = of(&[(1, BINARY, None), (2, INTEGER, None)]);

static KEY_AND_VALUE: KnownStruct = of(&[(1, BINARY, None), (2, BINARY, None)]);
static COLUMN_ORDER: KnownStruct = of(&[(1, STRUCT, None), (2, STRUCT, None)]);

static ROW_GROUP: KnownStruct = of(&[
    (1, LIST, Some(&COLUMN)),
    (2, INTEGER, None),
    (3, INTEGER, None),
    (4, LIST, Some(&SORTING_COLUMN)),
    (5, INTEGER, None),
    (6, INTEGER, None),
    (7, INTEGER, None),
]);
static SORTING_COLUMN: KnownStruct = of(&[(1, INTEGER, None), (2, BOOLEAN, None), (3, BOOLEAN, None)]);
static COLUMN: KnownStruct = of(&[
    (1, BINARY, None),
    (2, INTEGER, None),
    (3, STRUCT, Some(&COLUMN_METADATA)),
    (4, INTEGER, None),
    (5, INTEGER, None),
    (6, INTEGER, None),
    (7, INTEGER, None),
]);
static COLUMN_METADATA: KnownStruct = of(&[
    (1, INTEGER, None),
    (2, LIST, None),
    (3, LIST, None),
    (4, INTEGER, None),
    (5, INTEGER, None),
    (6, INTEGER, None),
    (7, INTEGER, None),
    (8, LIST, Some(&KEY_AND_VALUE)),
    (9, INTEGER, None),
    (10, INTEGER, None),
    (11, INTEGER, None),
    (12, STRUCT, Some(&STATISTICS)),
    (13, LIST, Some(&PAGE_ENCODING)),
    (14, INTEGER, None),
    (15, INTEGER, None),
    (16, STRUCT, Some(&SIZES)),
    (17, STRUCT, Some(&PLACES)),
]);
static STATISTICS: KnownStruct = of(&[
    (1, BINARY, None),
    (2, BINARY, None),
    (3, INTEGER, None),
    (4, INTEGER, None),
    (5, BINARY, None),
    (6, BINARY, None),
    (7, BOOLEAN, None),
    (8, BOOLEAN, None),
    (9, INTEGER, None),
]);
static PAGE_ENCODING: KnownStruct = of(&[(1, INTEGER, None), (2, INTEGER, None), (3, INTEGER, None)]);
static SIZES: KnownStruct = of(&[(1, INTEGER, None), (2, LIST, None), (3, LIST, None)]);
static PLACES: KnownStruct = of(&[(1, STRUCT, Some(&BOX)), (2, LIST, None)]);
static BOX: KnownStruct = of(&[
    (1, DOUBLE, None),
    (2, DOUBLE, None),
    (3, DOUBLE, None),
    (4, DOUBLE, None),
    (5, DOUBLE, None),
    (6, DOUBLE, None),
    (7, DOUBLE, None),
    (8, DOUBLE, None),
]);
