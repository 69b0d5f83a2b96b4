//! Hand tools and fittings.

use super::{Colour, Look, Pen, Template};
use std::fmt::Write;

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("screwdriver", screwdriver),
    ("hammer", hammer),
    ("pliers", pliers),
    ("spanner", spanner),
    ("tape", tape),
    ("measure", measure),
    ("padlock", padlock),
    ("drill", drill),
    ("nails", nails),
    ("tap", tap),
    ("saw", saw),
];

fn screwdriver(p: &mut Pen, look: &Look) {
    for (x, turn, colour) in [(-30, -30, look.main), (30, 30, look.second)] {
        p.placed(x, 0, 100, |p| {
            p.turned(turn, |p| {
                p.rect(308, 320, 24, 220, 4, Colour::STEEL);
                p.path("M302 530H338L330 576H310Z", Colour::STEEL.dark(30));
                let grip = p.round(colour);
                p.path("M276 70Q320 40 364 70L372 250Q360 290 344 330H296Q280 290 268 250Z", grip);
                p.line("M298 90V240M320 84V240M342 90V240", 8, colour.dark(34));
            });
        });
    }
}

fn hammer(p: &mut Pen, look: &Look) {
    p.turned(30, |p| {
        let wood = p.round(look.second);
        p.rect(298, 130, 44, 450, 18, wood);
        p.rect(294, 440, 52, 140, 20, look.second.dark(30));
        let head = p.blend(look.main.light(45), look.main.dark(22));
        p.path("M190 110H380Q450 120 490 190Q420 170 380 200H190Z", &head);
        p.rect(140, 96, 70, 118, 16, &head);
        p.rect(286, 100, 68, 110, 8, look.main.dark(20));
        p.shine("M220 128H360", 8, 60);
    });
}

fn pliers(p: &mut Pen, look: &Look) {
    p.turned(12, |p| {
        p.path("M316 300Q250 260 256 170L290 60H314L318 200Z", Colour::STEEL);
        p.path("M324 300Q390 260 384 170L350 60H326L322 200Z", Colour::STEEL.dark(14));
        p.line(
            "M294 100H310M294 124H310M294 148H310M330 100H346M330 124H346M330 148H346",
            5,
            Colour::STEEL.dark(45),
        );
        p.line("M346 310Q230 400 230 560", 46, look.main);
        p.line("M294 310Q410 400 410 560", 46, look.main.dark(12));
        p.circle(320, 276, 50, Colour::STEEL.dark(24));
        p.circle(320, 276, 20, Colour::STEEL.light(40));
        p.shine("M234 440Q226 490 226 550", 8, 50);
    });
}

fn spanner(p: &mut Pen, look: &Look) {
    p.turned(36, |p| {
        let steel = p.round(look.main);
        p.path("M290 190H350V470H290Z", &steel);
        p.path("M320 220Q220 220 226 120Q236 70 276 54L286 130L320 150L354 130L364 54Q404 70 414 120Q420 220 320 220Z", &steel);
        p.circle(320, 510, 74, look.main);
        p.circle(320, 510, 38, Colour::WHITE);
        p.shine("M304 220V440", 8, 60);
        p.rect(298, 300, 44, 110, 8, look.second);
    });
}

fn tape(p: &mut Pen, look: &Look) {
    p.path("M320 120H560V190H400Z", look.main.light(25));
    p.circle(300, 340, 226, look.main.dark(26));
    let side = p.ball(look.main);
    p.circle(300, 326, 224, side);
    for r in [200, 176, 152] {
        p.ring(300, 326, r, 4, look.main.dark(16));
    }
    p.circle(300, 326, 124, look.second.light(40));
    p.circle(300, 326, 104, Colour::WHITE);
    p.label(300, 326, 150, &look.label, look.second.dark(20));
    p.shine("M110 300Q130 180 240 136", 14, 50);
}

fn measure(p: &mut Pen, look: &Look) {
    p.rect(420, 470, 190, 60, 4, Colour::parse("ffe169").unwrap_or(Colour::WHITE));
    for x in (440..600).step_by(22) {
        p.line(&format!("M{x} 470V{}", if x % 4 == 0 { 500 } else { 490 }), 5, Colour::INK);
    }
    p.rect(598, 460, 16, 90, 4, Colour::STEEL.dark(20));
    let case = p.face(look.main);
    p.path("M80 260Q80 130 250 120T450 280V530Q450 556 424 556H110Q80 556 80 530Z", case);
    p.circle(260, 320, 120, look.second);
    p.circle(260, 320, 96, look.second.light(60));
    p.label(260, 320, 130, &look.label, look.second.dark(30));
    p.shine("M106 270Q120 170 220 148", 13, 50);
}

fn padlock(p: &mut Pen, look: &Look) {
    p.line("M210 300V210Q210 100 320 100T430 210V300", 42, Colour::STEEL.dark(16));
    p.shine("M206 290V210Q210 120 290 100", 9, 60);
    let body = p.face(look.main);
    p.rect(140, 280, 360, 280, 40, body);
    p.rect(140, 280, 360, 44, 20, look.main.dark(14));
    p.circle(320, 400, 38, look.second.dark(30));
    p.path("M304 410H336L350 490H290Z", look.second.dark(30));
    p.shine("M166 340V520", 12, 55);
}

fn drill(p: &mut Pen, look: &Look) {
    p.path("M40 226H150V242H40L20 234Z", Colour::STEEL.dark(30));
    p.rect(130, 200, 60, 70, 10, Colour::INK);
    let body = p.face(look.main);
    p.path("M180 170H470Q540 176 540 240T480 300H420L450 470H330L320 300H180Z", body);
    p.path("M334 300H300Q280 340 310 360H344Z", look.second);
    p.rect(300, 466, 200, 92, 18, look.second);
    p.rect(190, 186, 40, 98, 6, look.main.dark(30));
    p.line("M450 200V270M476 200V270M502 206V264", 8, look.main.dark(40));
    p.label(340, 234, 130, &look.label, look.main.print());
}

fn nails(p: &mut Pen, look: &Look) {
    for (x, turn) in [(-110, -24), (-60, 10), (0, -6), (50, 22), (110, -16), (150, 34)] {
        p.placed(x, -20, 100, |p| {
            p.turned(turn, |p| {
                p.path("M310 150H330V400L320 440L310 400Z", Colour::STEEL.dark(14));
                p.rect(286, 136, 68, 20, 8, Colour::STEEL);
                p.shine("M315 164V390", 4, 60);
            });
        });
    }
    let front = p.face(look.main);
    p.path("M90 360H550L520 558H120Z", front);
    p.rect(190, 400, 260, 116, 12, Colour::WHITE);
    p.label(320, 458, 230, &look.label, look.second.dark(10));
}

fn tap(p: &mut Pen, look: &Look) {
    let metal = p.round(look.main);
    p.rect(60, 230, 56, 160, 10, look.main.dark(20));
    p.path("M110 260H400Q520 264 520 390V450H420V400Q420 360 380 360H110Z", &metal);
    p.rect(408, 440, 124, 40, 10, look.main.dark(14));
    p.rect(250, 160, 44, 110, 6, look.main.dark(10));
    p.rect(170, 110, 210, 62, 31, look.second);
    p.path("M470 500Q440 550 470 570Q500 550 470 500Z", Colour::parse("5db7ea").unwrap_or(Colour::STEEL));
    p.shine("M130 284H380Q480 286 496 370", 11, 60);
}

fn saw(p: &mut Pen, look: &Look) {
    p.turned(-22, |p| {
        let blade = p.blend(Colour::STEEL.light(60), Colour::STEEL);
        let mut teeth = String::from("M400 250L40 330V372");
        for x in (40..400).step_by(24) {
            let _ = write!(teeth, "L{} 400L{} 372", x + 12, x + 24); // a string never refuses
        }
        teeth.push('Z');
        p.path(&teeth, blade);
        let grip = p.face(look.main);
        p.path("M390 230Q480 190 570 240Q610 290 590 370Q570 420 520 400L400 400Z", grip);
        p.path("M450 280Q500 250 540 280Q560 320 540 350H460Z", look.main.dark(50));
        p.shine("M90 334L380 270", 7, 60);
    });
}
