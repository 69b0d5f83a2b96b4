//! Draws the pictures: a template for each kind of thing, coloured and labelled for each product.

mod appliances;
mod bottles;
mod cartons;
mod cleaning;
mod clothing;
mod colour;
mod electrical;
mod farm;
mod food;
mod footwear;
mod home;
mod kitchen;
mod packs;
mod pen;
mod phones;
mod raster;
mod school;
mod tools;
mod toys;

pub(crate) use colour::Colour;
pub(crate) use pen::Pen;
pub(crate) use raster::Studio;

/// How one template is to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// Name of the template.
    pub(crate) template: String,
    /// The main colour: a variant's colour replaces it.
    pub(crate) main: Colour,
    /// The second colour: bands, lids, prints.
    pub(crate) second: Colour,
    /// Print on the package, two to four characters; may be empty.
    pub(crate) label: String,
}

/// Draws one thing with its foot at about y = 560, within 60 of the edges.
pub(crate) type Template = fn(&mut Pen, &Look);

/// The template of that name.
pub(crate) fn template(name: &str) -> Option<Template> {
    let groups = [
        packs::TEMPLATES,
        cartons::TEMPLATES,
        bottles::TEMPLATES,
        food::TEMPLATES,
        kitchen::TEMPLATES,
        home::TEMPLATES,
        cleaning::TEMPLATES,
        clothing::TEMPLATES,
        footwear::TEMPLATES,
        farm::TEMPLATES,
        tools::TEMPLATES,
        electrical::TEMPLATES,
        appliances::TEMPLATES,
        school::TEMPLATES,
        toys::TEMPLATES,
        phones::TEMPLATES,
    ];
    groups.iter().copied().flatten().find(|(known, _)| *known == name).map(|(_, draw)| *draw)
}

/// The whole picture as SVG: background, shadow and thing. Nothing when there is no such template.
pub(crate) fn draw(look: &Look, background: Colour) -> Option<String> {
    let thing = template(&look.template)?;
    let mut pen = Pen::default();
    let wall = pen.blend(background.light(45), background);
    pen.rect(0, 0, 640, 640, 0, wall);
    let floor = pen.blend(background.dark(5), background.light(25));
    pen.path("M0 500Q320 470 640 500V640H0Z", floor);
    pen.shadow(320, 562, 520);
    thing(&mut pen, look);
    Some(pen.finish())
}
