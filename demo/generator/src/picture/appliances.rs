//! Things that plug in.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("kettle", kettle),
    ("ricecooker", rice_cooker),
    ("fan", fan),
    ("heater", heater),
    ("radio", radio),
    ("hairdryer", hair_dryer),
    ("iron", iron),
    ("blender", blender),
    ("hob", hob),
    ("shaver", shaver),
    ("lamp", lamp),
    ("scales", scales),
    ("swatter", swatter),
    ("speaker", speaker),
];

fn kettle(p: &mut Pen, look: &Look) {
    p.line("M440 220Q560 220 540 350T450 480", 40, look.second);
    p.rect(150, 528, 330, 34, 14, look.second.dark(10));
    let body = p.round(look.main);
    p.path("M196 180H424L460 528H160Z", body);
    p.path("M196 180L120 220L176 290Z", look.main.dark(10));
    p.path("M200 180Q210 130 310 128T424 180Z", look.second);
    p.rect(290, 100, 44, 34, 12, look.second.dark(20));
    p.rect(330, 300, 40, 160, 18, look.main.light(60));
    p.rect(330, 380, 40, 80, 18, Colour::parse("7fc4ea").unwrap_or(Colour::STEEL));
    p.shine("M224 210L200 500", 15, 55);
}

fn rice_cooker(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    p.rect(76, 300, 70, 40, 16, look.second);
    p.rect(494, 300, 70, 40, 16, look.second);
    p.path("M110 280H530V470Q530 560 440 562H200Q110 560 110 470Z", body);
    p.path("M100 290Q100 150 320 146T540 290Z", look.main.light(28));
    p.rect(100, 276, 440, 26, 12, look.second);
    p.rect(250, 120, 140, 44, 20, look.second);
    p.rect(230, 360, 180, 130, 26, look.second.dark(10));
    p.rect(254, 380, 132, 46, 10, Colour::parse("bff0d8").unwrap_or(Colour::WHITE));
    p.circle(286, 456, 16, Colour::parse("ff7a59").unwrap_or(Colour::WHITE));
    p.circle(354, 456, 16, Colour::WHITE);
    p.label(320, 226, 160, &look.label, look.main.dark(40));
    p.shine("M140 330V470", 14, 55);
}

fn fan(p: &mut Pen, look: &Look) {
    p.rect(304, 380, 32, 150, 8, look.second);
    p.ellipse(320, 540, 150, 30, look.second.dark(12));
    p.ellipse(320, 530, 150, 28, look.second);
    p.circle(320, 250, 204, Colour::WHITE);
    for turn in [0, 72, 144, 216, 288] {
        p.placed(0, -70, 100, |p| {
            p.turned(turn, |p| {
                p.path("M320 320Q250 240 280 150Q340 130 390 190Q400 270 320 320Z", look.main);
            });
        });
    }
    for r in [204, 160, 116] {
        p.ring(320, 250, r, if r == 204 { 14 } else { 4 }, look.second);
    }
    p.line("M116 250H524M320 46V454M176 106L464 394M464 106L176 394", 3, look.second);
    p.circle(320, 250, 44, look.second);
    p.circle(312, 242, 16, look.second.light(50));
}

fn heater(p: &mut Pen, look: &Look) {
    p.rect(110, 530, 80, 34, 10, Colour::INK);
    p.rect(450, 530, 80, 34, 10, Colour::INK);
    let body = p.face(look.main);
    p.rect(80, 120, 480, 420, 44, body);
    p.rect(120, 170, 400, 280, 20, look.main.dark(50));
    for y in [220, 300, 380] {
        p.rect(140, y, 360, 30, 15, Colour::parse("ff6a2b").unwrap_or(Colour::WOOD));
        p.rect(150, y + 9, 340, 10, 5, Colour::parse("ffd27a").unwrap_or(Colour::WHITE));
    }
    for x in (150..510).step_by(38) {
        p.line(&format!("M{x} 176V444"), 5, Colour::STEEL);
    }
    p.circle(180, 494, 24, look.second);
    p.circle(250, 494, 24, look.second);
    p.label(430, 494, 130, &look.label, look.main.print());
}

fn radio(p: &mut Pen, look: &Look) {
    p.line("M460 230L560 50", 9, Colour::STEEL.dark(20));
    p.circle(560, 50, 12, Colour::STEEL);
    p.line("M150 230Q160 150 230 150H390Q460 150 470 230", 16, look.second);
    let body = p.face(look.main);
    p.rect(70, 224, 500, 334, 36, body);
    p.circle(210, 390, 120, look.second.dark(20));
    for r in [100, 72, 44] {
        p.ring(210, 390, r, 8, look.second.light(30));
    }
    p.rect(360, 270, 176, 84, 10, Colour::parse("fff4cf").unwrap_or(Colour::WHITE));
    p.line("M376 330H520M390 300V330M416 310V330M442 300V330M468 310V330M494 300V330", 4, Colour::INK);
    p.line("M430 284V340", 6, Colour::parse("e5483a").unwrap_or(Colour::INK));
    p.circle(400, 450, 40, look.second);
    p.circle(500, 450, 40, look.second);
    p.line("M400 450L424 426M500 450L486 420", 8, Colour::WHITE);
    p.shine("M100 256H330", 9, 50);
}

fn hair_dryer(p: &mut Pen, look: &Look) {
    p.path("M350 330L430 320L470 540Q470 562 440 564H410Q390 562 386 540Z", look.main.dark(10));
    let body = p.face(look.main);
    p.path("M60 160L200 130H420Q540 140 540 240T430 350H200L60 320Z", body);
    p.rect(40, 150, 50, 180, 12, look.second);
    p.circle(430, 240, 84, look.second);
    p.circle(430, 240, 60, look.second.light(20));
    for r in [46, 30, 14] {
        p.ring(430, 240, r, 5, look.second.dark(30));
    }
    p.rect(400, 400, 36, 70, 12, look.second);
    p.shine("M120 184L210 162H340", 11, 50);
}

fn iron(p: &mut Pen, look: &Look) {
    let body = p.face(look.main);
    p.path("M60 500Q120 330 330 310H520Q560 320 566 500Z", body);
    p.line("M230 320Q300 180 420 180H520Q540 190 536 310", 44, look.second);
    p.path("M40 500H580V530Q580 546 560 546H60Q30 546 40 500Z", Colour::STEEL);
    p.circle(420, 420, 50, Colour::WHITE);
    p.line("M420 420L446 390", 9, look.second.dark(10));
    p.ring(420, 420, 50, 8, look.second);
    p.shine("M110 460Q160 380 270 350", 13, 50);
}

fn blender(p: &mut Pen, look: &Look) {
    p.rect(280, 60, 80, 34, 10, look.second);
    p.rect(206, 88, 228, 40, 12, look.second.dark(10));
    let glass = p.round(look.main.light(72));
    p.path("M200 128H440L410 400H230Z", glass);
    p.path("M212 240Q260 220 320 244T428 236L410 400H230Z", look.main);
    p.line("M440 160Q520 160 510 250T424 330", 22, look.second.light(20));
    let base = p.round(look.second);
    p.path("M220 400H420L470 540Q470 562 440 562H200Q170 562 170 540Z", base);
    p.circle(320, 480, 36, Colour::WHITE);
    p.line("M320 480L338 458", 8, Colour::INK);
    p.shine("M226 150L246 380", 11, 70);
}

fn hob(p: &mut Pen, look: &Look) {
    p.path("M110 190H530L600 480H40Z", look.main.dark(40));
    let glass = p.blend(look.main.light(14), look.main.dark(20));
    p.path("M120 180H520L590 460H50Z", glass);
    p.ellipse(320, 300, 170, 70, look.second);
    p.ellipse(320, 300, 156, 62, look.main);
    p.ellipse(320, 300, 100, 38, look.second);
    p.ellipse(320, 300, 90, 32, look.main);
    p.path("M40 474H600L596 520Q594 540 570 540H70Q46 540 44 520Z", look.main.dark(20));
    p.rect(240, 410, 160, 34, 10, Colour::parse("ff5a4a").unwrap_or(Colour::WOOD));
    for x in [140, 190, 450, 500] {
        p.circle(x, 428, 14, Colour::STEEL);
    }
}

fn shaver(p: &mut Pen, look: &Look) {
    p.turned(14, |p| {
        let body = p.round(look.main);
        p.path("M230 230H410L390 520Q384 568 320 570T250 520Z", body);
        p.rect(190, 110, 260, 140, 60, look.second);
        for x in [258, 382] {
            p.circle(x, 176, 54, Colour::STEEL);
            p.ring(x, 176, 36, 8, Colour::STEEL.dark(36));
            p.circle(x, 176, 14, look.second.dark(20));
        }
        p.rect(292, 300, 56, 90, 26, look.second);
        p.circle(320, 330, 14, Colour::parse("6fe08c").unwrap_or(Colour::WHITE));
        p.shine("M258 270L272 510", 12, 50);
    });
}

fn lamp(p: &mut Pen, look: &Look) {
    p.path("M180 250L60 470H420L330 250Z", Colour::parse("fff3b8").unwrap_or(Colour::WHITE));
    p.line("M470 530L520 340L340 160", 22, look.second);
    p.circle(520, 340, 24, look.second.dark(20));
    p.ellipse(460, 544, 120, 26, look.second.dark(14));
    let shade = p.face(look.main);
    p.path("M300 110Q360 120 366 180L344 260H160Q170 130 300 110Z", shade);
    p.ellipse(252, 262, 96, 22, Colour::parse("ffe27a").unwrap_or(Colour::WHITE));
    p.shine("M200 220Q220 156 290 136", 10, 50);
}

fn scales(p: &mut Pen, look: &Look) {
    p.path("M150 170H490L470 240H170Z", Colour::STEEL);
    p.ellipse(320, 170, 210, 36, Colour::STEEL.light(50));
    let body = p.face(look.main);
    p.path("M170 240H470L530 540Q530 562 500 562H140Q110 562 110 540Z", body);
    p.circle(320, 400, 122, Colour::WHITE);
    p.ring(320, 400, 118, 10, look.second);
    for (x, y) in [(320, 306), (386, 334), (414, 400), (254, 334), (226, 400), (386, 466), (254, 466)] {
        p.circle(x, y, 7, Colour::INK);
    }
    p.line("M320 400L370 340", 9, Colour::parse("e5483a").unwrap_or(Colour::INK));
    p.circle(320, 400, 15, Colour::INK);
}

fn swatter(p: &mut Pen, look: &Look) {
    p.turned(24, |p| {
        p.rect(298, 380, 44, 200, 20, look.main);
        p.path("M280 380L300 330H340L360 380Z", look.main.dark(14));
        p.ellipse(320, 200, 140, 160, look.main);
        p.ellipse(320, 200, 114, 134, Colour::WHITE);
        for offset in [-84, -56, -28, 0, 28, 56, 84] {
            p.line(&format!("M{} 90V310", 320 + offset), 4, look.second);
            p.line(&format!("M224 {0}H416", 200 + offset), 4, look.second);
        }
        p.ring(320, 200, 126, 0, look.main);
        p.rect(308, 430, 24, 50, 10, look.second);
    });
}

fn speaker(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    p.rect(170, 90, 300, 470, 60, body);
    p.circle(320, 210, 66, look.second.dark(30));
    p.circle(320, 210, 36, look.second);
    p.circle(320, 400, 110, look.second.dark(30));
    p.ring(320, 400, 88, 10, look.second);
    let cone = p.ball(look.second);
    p.circle(320, 400, 60, cone);
    p.line(
        "M520 250Q550 320 520 390M556 220Q600 320 556 420M120 250Q90 320 120 390M84 220Q40 320 84 420",
        9,
        look.main.light(30),
    );
    p.shine("M196 150V500", 11, 45);
}
