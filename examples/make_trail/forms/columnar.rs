//! The records of a trail as a Parquet file, as tables of Athena are exported.

use std::sync::Arc;

use parquet::basic::{ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use serde_json::Value;

use super::TrailFile;
use super::answers::OF_LAKE;
use super::tables::{cell, records};
use crate::base::output::Outcome;

/// Rows in a group.
const ROWS: usize = 10_000;

pub(super) fn parquet(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    let column = |name: &str| -> Outcome<Arc<Type>> {
        let column = Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::OPTIONAL)
            .with_converted_type(ConvertedType::UTF8);
        Ok(Arc::new(column.build()?))
    };
    let names = OF_LAKE.map(str::to_lowercase);
    let columns = names.iter().map(|name| column(name)).collect::<Outcome<Vec<_>>>()?;
    let schema = Arc::new(Type::group_type_builder("events").with_fields(columns).build()?);
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    for texts in records(files)?.chunks(ROWS) {
        let rows = texts.iter().map(|text| serde_json::from_str(text)).collect::<Result<Vec<Value>, _>>()?;
        let mut group = writer.next_row_group()?;
        for name in OF_LAKE {
            let Some(mut column) = group.next_column()? else { break };
            let cells: Vec<String> = rows.iter().map(|row| cell(row, &format!("/{name}"))).collect();
            let levels: Vec<i16> = cells.iter().map(|cell| i16::from(!cell.is_empty())).collect();
            let present = cells.into_iter().filter(|cell| !cell.is_empty());
            let values: Vec<ByteArray> = present.map(|cell| cell.into_bytes().into()).collect();
            column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
            column.close()?;
        }
        group.close()?;
    }
    Ok(writer.into_inner()?)
}
