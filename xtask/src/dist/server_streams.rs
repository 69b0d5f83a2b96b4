//! Takes the classes for streams of server functions out of the app.
//!
//! Leptos links them always, for server functions, which this app has none of. They are exported to JavaScript, and what is
//! exported is never dropped by a linker: 4 kB before the first tap. Without their exports, and without the records from which
//! wasm-bindgen makes their JavaScript, nothing refers to them any more, and the splitter and wasm-opt drop the rest.

use anyhow::{Context, Result, ensure};
use wasm_encoder::{CustomSection, ExportKind, ExportSection, Module, RawSection};
use wasmparser::{ExternalKind, Parser, Payload};

/// The section with wasm-bindgen's records: pairs of a version and what a crate declares, each after its length.
const RECORDS: &str = "__wasm_bindgen_unstable";
/// What stands in the names of the classes' exports.
const EXPORTED: &str = "intounderlying";
/// What stands in the names of the classes themselves, in the records.
const CLASS: &[u8] = b"IntoUnderlying";

/// The module without these classes.
///
/// # Errors
/// When it is no module, or has none of them: then Leptos links them otherwise, and this file is to be looked at.
pub(super) fn without(module: &[u8]) -> Result<Vec<u8>> {
    let mut out = Module::new();
    let (mut exports_dropped, mut records_dropped) = (0, 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload.context("reading the module")? {
            Payload::ExportSection(exports) => {
                let mut kept = ExportSection::new();
                for export in exports {
                    let export = export.context("reading an export")?;
                    if export.name.contains(EXPORTED) {
                        exports_dropped += 1;
                    } else {
                        kept.export(export.name, kind(export.kind)?, export.index);
                    }
                }
                out.section(&kept);
            }
            Payload::CustomSection(section) if section.name() == RECORDS => {
                let (kept, dropped) = other_records(section.data())?;
                records_dropped += dropped;
                out.section(&CustomSection { name: RECORDS.into(), data: kept.into() });
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                    out.section(&RawSection { id, data: &module[range] });
                }
            }
        }
    }
    ensure!(
        exports_dropped > 0 && records_dropped > 0,
        "the module has no classes for streams of server functions ({exports_dropped} exports, {records_dropped} records): \
         if Leptos no longer links them, remove this step"
    );
    Ok(out.finish())
}

fn kind(kind: ExternalKind) -> Result<ExportKind> {
    Ok(match kind {
        ExternalKind::Func => ExportKind::Func,
        ExternalKind::Table => ExportKind::Table,
        ExternalKind::Memory => ExportKind::Memory,
        ExternalKind::Global => ExportKind::Global,
        ExternalKind::Tag => ExportKind::Tag,
        other @ ExternalKind::FuncExact => anyhow::bail!("an export of an unknown kind: {other:?}"),
    })
}

/// The records that declare none of the classes, and how many do.
fn other_records(mut data: &[u8]) -> Result<(Vec<u8>, usize)> {
    let (mut kept, mut dropped) = (Vec::with_capacity(data.len()), 0);
    while !data.is_empty() {
        let version = taken(&mut data)?;
        let record = taken(&mut data)?;
        if record.windows(CLASS.len()).any(|window| window == CLASS) {
            dropped += 1;
            continue;
        }
        kept.extend_from_slice(version);
        kept.extend_from_slice(record);
    }
    Ok((kept, dropped))
}

/// What stands first, with the four bytes of its length.
fn taken<'a>(data: &mut &'a [u8]) -> Result<&'a [u8]> {
    let (length, _) = data.split_first_chunk::<4>().context("a record has a length")?;
    let end = usize::try_from(u32::from_le_bytes(*length))?.saturating_add(length.len());
    ensure!(end <= data.len(), "a record is cut short");
    let (first, rest) = data.split_at(end);
    *data = rest;
    Ok(first)
}

#[cfg(test)]
mod tests {
    use super::{RECORDS, without};
    use wasm_encoder::{
        CodeSection, CustomSection, ExportKind, ExportSection, Function, FunctionSection, Instruction,
        Module, TypeSection,
    };

    fn record(text: &str) -> Vec<u8> {
        let length = u32::try_from(text.len()).expect("a short text").to_le_bytes();
        [&length[..], text.as_bytes()].concat()
    }

    fn module(exports: &[&str], records: &[&str]) -> Vec<u8> {
        let (mut types, mut functions, mut exported, mut code) =
            (TypeSection::new(), FunctionSection::new(), ExportSection::new(), CodeSection::new());
        types.ty().function([], []);
        functions.function(0);
        for name in exports {
            exported.export(name, ExportKind::Func, 0);
        }
        code.function(Function::new([]).instruction(&Instruction::End));
        let data: Vec<u8> =
            records.iter().flat_map(|text| [record("\"1.0\""), record(text)].concat()).collect();
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&exported).section(&code);
        module.section(&CustomSection { name: RECORDS.into(), data: data.into() });
        module.finish()
    }

    #[test]
    fn the_classes_go_and_all_else_stays() {
        let all =
            module(&["main", "intounderlyingsource_pull"], &["start", "class IntoUnderlyingSource", "fetch"]);
        assert_eq!(without(&all).expect("a module"), module(&["main"], &["start", "fetch"]));
    }

    #[test]
    fn a_module_without_them_fails_the_build() {
        let error = without(&module(&["main"], &["start"])).expect_err("nothing to take out").to_string();
        assert!(error.contains("remove this step"), "{error}");
    }
}
