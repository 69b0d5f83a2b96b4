//! Boxes, tins and packs.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("carton", carton),
    ("box", upright_box),
    ("flatbox", flat_box),
    ("tin", tin),
    ("powdertin", powder_tin),
    ("caddy", caddy),
    ("drum", drum),
    ("tissue", tissue),
    ("nappies", nappies),
    ("wipes", wipes),
];

fn carton(p: &mut Pen, look: &Look) {
    let front = p.face(look.main);
    p.rect(190, 200, 200, 356, 4, front);
    p.path("M390 200L462 176V528L390 556Z", look.main.dark(22));
    p.path("M190 200L230 116H424L390 200Z", look.second.light(15));
    p.path("M390 200L424 116L462 176Z", look.second.dark(18));
    p.rect(226, 84, 200, 34, 4, look.second);
    p.path("M190 430Q240 380 300 420T390 400V556H190Z", look.second);
    p.path("M390 400L462 372V528L390 556Z", look.second.dark(25));
    p.label(290, 306, 176, &look.label, look.main.print());
    p.circle(290, 490, 36, look.main.light(60));
    p.shine("M206 220V410", 10, 50);
}

fn upright_box(p: &mut Pen, look: &Look) {
    let front = p.face(look.main);
    p.rect(150, 150, 280, 408, 6, front);
    p.path("M430 152L502 122V524L430 556Z", look.main.dark(24));
    p.path("M150 152L226 122H502L430 152Z", look.main.light(35));
    p.rect(150, 380, 280, 92, 0, look.second);
    p.path("M430 380L502 352V440L430 472Z", look.second.dark(24));
    p.rect(176, 186, 228, 170, 18, Colour::WHITE);
    p.label(290, 271, 196, &look.label, look.main.dark(22));
    p.rect(186, 412, 140, 14, 7, look.second.light(60));
    p.rect(186, 438, 90, 12, 6, look.second.light(40));
    p.circle(384, 426, 24, look.second.light(60));
    p.shine("M164 166V360", 8, 55);
}

fn flat_box(p: &mut Pen, look: &Look) {
    let front = p.face(look.main);
    p.rect(92, 270, 400, 276, 8, front);
    p.path("M92 274L160 210H554L492 274Z", look.main.light(36));
    p.path("M492 274L554 210V478L492 546Z", look.main.dark(24));
    p.path("M92 470Q240 410 340 470T492 440V546H92Z", look.second);
    p.rect(124, 300, 226, 146, 16, Colour::WHITE);
    p.label(237, 373, 200, &look.label, look.main.dark(22));
    p.circle(424, 362, 46, look.second);
    p.circle(424, 362, 26, look.second.light(55));
    p.shine("M108 290V450", 8, 50);
}

fn tin(p: &mut Pen, look: &Look) {
    let metal = p.round(Colour::STEEL);
    let paper = p.round(look.main);
    p.path("M150 180V520Q150 572 320 572T490 520V180Z", metal);
    p.path("M150 224V484Q150 536 320 536T490 484V224Q480 272 320 272T150 224Z", paper);
    p.ellipse(320, 180, 170, 52, Colour::STEEL.light(50));
    p.ellipse(320, 182, 150, 42, Colour::STEEL.dark(6));
    p.ellipse(320, 186, 130, 34, Colour::STEEL.light(30));
    p.ring(352, 184, 18, 7, Colour::STEEL.dark(30));
    p.path("M150 420V484Q150 536 320 536T490 484V420Q480 466 320 466T150 420Z", look.second);
    p.label(320, 362, 260, &look.label, look.main.print());
    p.shine("M190 290V490", 14, 45);
}

fn powder_tin(p: &mut Pen, look: &Look) {
    let paper = p.round(look.main);
    let lid = p.round(look.second);
    p.path("M164 150V520Q164 568 320 568T476 520V150Z", paper);
    p.path("M154 118V168Q154 212 320 212T486 168V118Z", lid);
    p.ellipse(320, 118, 166, 42, look.second.light(40));
    p.ellipse(320, 118, 140, 32, look.second.light(22));
    p.ellipse(320, 350, 108, 98, Colour::WHITE);
    p.label(320, 350, 168, &look.label, look.main.dark(30));
    p.path("M164 480Q240 440 320 486T476 470V520Q476 568 320 568T164 520Z", look.second);
    p.shine("M196 240V450", 14, 50);
}

fn caddy(p: &mut Pen, look: &Look) {
    let paper = p.round(look.main);
    let lid = p.round(look.main.dark(14));
    p.path("M200 240V530Q200 566 320 566T440 530V240Z", paper);
    p.path("M192 150V240Q192 276 320 276T448 240V150Z", lid);
    p.ellipse(320, 150, 128, 32, look.main.light(26));
    p.rect(254, 306, 132, 208, 10, look.second.light(70));
    p.line("M264 316H376V504H264Z", 3, look.second);
    p.label(320, 392, 108, &look.label, look.second.dark(30));
    p.path("M320 494Q286 482 290 458Q314 462 320 494Q326 462 350 458Q354 482 320 494Z", look.second);
    p.shine("M222 286V530M214 180V240", 12, 40);
}

fn drum(p: &mut Pen, look: &Look) {
    let paper = p.round(look.main);
    p.line("M170 180Q170 66 320 66T470 180", 9, Colour::STEEL.dark(18));
    p.path("M150 190V510Q150 566 320 566T490 510V190Z", paper);
    p.ellipse(320, 190, 170, 48, Colour::STEEL.light(35));
    p.ellipse(320, 192, 146, 37, look.second);
    p.path("M150 300V450Q160 500 320 500T490 450V300Q480 350 320 350T150 300Z", Colour::WHITE);
    p.label(320, 420, 250, &look.label, look.main.dark(25));
    p.shine("M186 260V500", 14, 40);
}

fn tissue(p: &mut Pen, look: &Look) {
    let film = p.face(look.main);
    p.path(
        "M120 260Q110 230 150 222L480 222Q524 230 520 262L534 520Q534 552 494 556H146Q106 552 106 520Z",
        film,
    );
    p.path("M236 250Q250 120 312 90Q322 150 380 112Q414 170 404 250Z", Colour::WHITE);
    p.path("M312 250Q330 180 312 90Q352 170 356 250Z", Colour::STEEL.light(66));
    p.ellipse(320, 252, 116, 26, look.main.dark(18));
    p.path("M232 246Q250 180 270 140Q330 200 404 250Q320 280 232 246Z", Colour::WHITE);
    p.rect(164, 326, 312, 156, 30, Colour::WHITE);
    p.label(320, 404, 280, &look.label, look.second.dark(8));
    p.circle(490, 510, 26, look.second.light(30));
    p.circle(150, 512, 20, look.second.light(50));
    p.shine("M130 270Q120 400 124 500", 12, 55);
}

fn nappies(p: &mut Pen, look: &Look) {
    let film = p.face(look.main);
    p.line("M250 130Q252 76 320 76T390 130", 22, look.main.dark(16));
    p.path("M130 150Q126 124 160 124H480Q514 124 510 150L524 520Q524 556 486 558H154Q116 556 116 520Z", film);
    p.path("M116 460Q220 400 330 450T524 430V520Q524 556 486 558H154Q116 556 116 520Z", look.second);
    p.rect(160, 168, 320, 110, 40, Colour::WHITE);
    p.label(320, 223, 270, &look.label, look.main.dark(30));
    p.circle(320, 374, 74, Colour::parse("ffe0c4").unwrap_or(Colour::WHITE));
    p.path("M300 304Q330 280 336 306Q326 320 300 304Z", Colour::WOOD.dark(20));
    p.circle(294, 368, 8, Colour::INK);
    p.circle(346, 368, 8, Colour::INK);
    p.line("M300 398Q320 416 340 398", 6, Colour::INK);
    p.shine("M134 180L126 400", 12, 50);
}

fn wipes(p: &mut Pen, look: &Look) {
    let film = p.face(look.main);
    p.path("M84 290Q80 262 110 262H530Q560 262 556 290L548 520Q546 548 520 548H120Q94 548 92 520Z", film);
    p.path("M84 290Q80 262 110 262H530Q560 262 556 290L552 340H88Z", look.second.light(20));
    p.rect(230, 230, 180, 96, 22, look.second);
    p.rect(244, 242, 152, 62, 14, look.second.light(28));
    p.label(320, 432, 320, &look.label, look.main.print());
    p.circle(140, 440, 26, look.main.light(50));
    p.circle(506, 470, 20, look.main.light(50));
    p.shine("M104 360V500", 10, 50);
}
