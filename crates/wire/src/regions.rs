//! How administrative divisions stand in JSON. The fields are explained in `crates/contract`.

use crate::{Reader, Wire, Writer, objects};
use fairday_contract::{City, County, Province, Region, RegionCode, Regions};

impl Wire for RegionCode {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.string()?.try_into().ok()
    }
    fn write(&self, writer: &mut Writer) {
        writer.string(self.as_str());
    }
}

objects! {
    City { code, name, items }
    County { code, name | townships }
    Province { code, name, items | readings }
    Region { code, name }
    Regions { source, date, items | readings }
}
