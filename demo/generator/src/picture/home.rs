//! Things for keeping house.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("towel", towel),
    ("quilt", quilt),
    ("pillow", pillow),
    ("umbrella", umbrella),
    ("hangers", hangers),
    ("storage", storage),
    ("stool", stool),
    ("clock", clock),
    ("mat", mat),
    ("coil", coil),
    ("net", net),
    ("candles", candles),
];

fn towel(p: &mut Pen, look: &Look) {
    p.rect(70, 96, 500, 26, 13, Colour::STEEL);
    let cloth = p.round(look.main);
    p.path(
        "M140 90H500V540Q480 552 460 540T420 540T380 540T340 540T300 540T260 540T220 540T180 540T140 540Z",
        cloth,
    );
    p.shade("M140 90H500V130H140Z", 8);
    for y in [420, 456] {
        p.rect(140, y, 360, 18, 0, look.second);
    }
    p.rect(140, 160, 360, 12, 0, look.second.light(20));
    p.circle(320, 290, 50, look.second.light(20));
    p.circle(320, 290, 26, look.main.light(30));
    for (x, y) in [(320, 226), (320, 354), (256, 290), (384, 290)] {
        p.circle(x, y, 26, look.second);
    }
    p.shine("M166 150V520", 12, 40);
}

fn quilt(p: &mut Pen, look: &Look) {
    for (y, tone) in [(440, 18), (350, 8), (260, 0)] {
        let layer = p.face(look.main.dark(tone));
        p.rect(84, y, 472, 116, 52, layer);
        p.line(&format!("M110 {0}H530", y + 104), 5, look.main.dark(30));
    }
    for x in (130..540).step_by(70) {
        p.path(&format!("M{x} 276L{} 312L{x} 348L{} 312Z", x + 34, x - 34), look.second);
        p.circle(x, 312, 9, look.main.light(60));
    }
    p.path("M270 250H370V560H270Z", look.second.dark(6));
    p.path("M320 256Q250 180 210 214Q200 258 320 256Q390 180 430 214Q440 258 320 256Z", look.second);
    p.circle(320, 254, 24, look.second.dark(16));
    p.shine("M112 300Q116 280 150 274", 10, 60);
}

fn pillow(p: &mut Pen, look: &Look) {
    let cloth = p.ball(look.main);
    p.path("M70 240Q66 190 120 206Q320 250 520 206Q574 190 570 240Q550 370 570 500Q574 550 520 534Q320 490 120 534Q66 550 70 500Q90 370 70 240Z", cloth);
    p.line("M104 244Q320 290 536 244Q520 370 536 496Q320 452 104 496Q120 370 104 244Z", 6, look.second);
    for (x, y) in [(220, 340), (320, 400), (420, 340), (220, 430), (420, 430), (320, 320)] {
        p.circle(x, y, 16, look.second);
        p.circle(x, y, 7, look.main.light(50));
    }
    p.shine("M130 290Q124 330 128 370", 14, 60);
}

fn umbrella(p: &mut Pen, look: &Look) {
    p.line("M320 110V500Q320 556 364 556T408 510", 16, Colour::WOOD.dark(30));
    let top = p.ball(look.main);
    p.path("M50 330Q60 110 320 100T590 330Q545 290 500 330Q455 290 410 330Q365 290 320 330Q275 290 230 330Q185 290 140 330Q95 290 50 330Z", top);
    p.path("M230 330Q240 160 320 100Q400 160 410 330Q365 290 320 330Q275 290 230 330Z", look.second);
    p.path("M50 330Q80 160 320 100Q150 170 140 330Q95 290 50 330ZM590 330Q560 160 320 100Q490 170 500 330Q545 290 590 330Z", look.main.dark(14));
    p.line("M320 100V76", 14, Colour::INK);
    p.shine("M120 230Q160 160 230 136", 10, 50);
}

fn hangers(p: &mut Pen, look: &Look) {
    for (y, colour) in [(-110, look.second.light(20)), (0, look.main), (110, look.second)] {
        p.placed(0, y, 100, |p| {
            p.line("M320 290Q320 262 344 250T350 206T300 220", 12, Colour::STEEL.dark(20));
            p.line("M320 290L110 410Q90 430 120 430H520Q550 430 530 410Z", 22, colour);
            p.shine("M310 296L130 400", 6, 50);
        });
    }
}

fn storage(p: &mut Pen, look: &Look) {
    let front = p.face(look.main.light(28));
    p.rect(90, 280, 460, 280, 24, front);
    for x in [150, 260, 370, 470] {
        p.line(&format!("M{x} 310V530"), 8, look.main);
    }
    p.rect(70, 220, 500, 74, 22, look.main);
    p.rect(92, 190, 456, 46, 18, look.main.light(20));
    p.rect(80, 290, 60, 90, 14, look.second);
    p.rect(500, 290, 60, 90, 14, look.second);
    p.rect(226, 380, 188, 90, 14, Colour::WHITE);
    p.label(320, 425, 160, &look.label, look.main.dark(35));
    p.shine("M100 240H300", 10, 50);
}

fn stool(p: &mut Pen, look: &Look) {
    p.path("M150 300H200L170 560H116ZM440 300H490L524 560H470Z", look.main.dark(16));
    p.path("M250 310H290L276 520H236ZM350 310H390L404 520H364Z", look.main.dark(30));
    p.rect(140, 430, 360, 30, 12, look.main.dark(10));
    p.ellipse(320, 286, 232, 66, look.main.dark(20));
    let seat = p.face(look.main);
    p.ellipse(320, 262, 232, 66, seat);
    p.ellipse(320, 262, 176, 44, look.second);
    p.shine("M110 262Q140 222 230 208", 10, 60);
}

fn clock(p: &mut Pen, look: &Look) {
    p.circle(328, 330, 236, look.main.dark(34));
    let rim = p.face(look.main);
    p.circle(320, 316, 236, rim);
    p.circle(320, 316, 196, Colour::WHITE);
    for (x, y) in [(320, 146), (320, 486), (150, 316), (490, 316)] {
        p.circle(x, y, 14, look.main.dark(20));
    }
    for (x, y) in
        [(405, 169), (467, 231), (467, 401), (405, 463), (235, 463), (173, 401), (173, 231), (235, 169)]
    {
        p.circle(x, y, 7, look.second);
    }
    p.line("M320 316L250 246", 18, Colour::INK);
    p.line("M320 316L402 200", 12, Colour::INK);
    p.line("M320 316L340 450", 5, look.second);
    p.circle(320, 316, 18, look.second);
}

fn mat(p: &mut Pen, look: &Look) {
    let weave = p.face(look.main);
    p.path("M150 220H490L590 540H50Z", weave);
    p.line("M164 244H476L556 516H84Z", 14, look.second);
    for y in [300, 350, 400, 450] {
        let reach = (y - 220) * 30 / 100;
        p.line(&format!("M{} {y}H{}", 210 - reach, 430 + reach), 7, look.main.dark(14));
    }
    p.label(320, 380, 300, &look.label, look.second);
}

fn coil(p: &mut Pen, look: &Look) {
    p.line("M320 330Q352 330 352 300Q350 262 306 262Q250 268 252 330Q258 396 330 394Q418 386 414 296Q404 200 296 202Q186 214 190 340Q204 460 340 456Q486 440 476 280", 30, look.main);
    p.circle(478, 270, 17, Colour::parse("ff6b3d").unwrap_or(Colour::WOOD));
    p.line("M480 230Q460 190 486 160T480 90M510 230Q500 200 520 170", 9, Colour::WHITE);
    p.rect(190, 490, 250, 66, 14, look.second);
    p.label(315, 523, 110, &look.label, look.second.print());
}

fn net(p: &mut Pen, look: &Look) {
    p.path("M60 520Q70 110 320 100T580 520Z", look.main.light(62));
    for x in [130, 190, 250, 320, 390, 450, 510] {
        p.line(&format!("M{x} 520Q{} 240 320 104", x + (x - 320) / 8), 3, look.main.light(20));
    }
    for (y, reach) in [(200, 150), (270, 196), (340, 226), (410, 246), (470, 255)] {
        p.line(&format!("M{} {y}Q320 {} {} {y}", 320 - reach, y + 26, 320 + reach), 3, look.main.light(20));
    }
    p.line("M60 520Q70 110 320 100T580 520", 12, look.main);
    p.line("M320 104Q230 260 220 520M320 104Q410 260 420 520", 9, look.main.dark(10));
    p.rect(46, 500, 548, 56, 24, look.second.dark(8));
    p.rect(46, 500, 548, 20, 10, look.main);
}

fn candles(p: &mut Pen, look: &Look) {
    for (x, y) in [(190, 260), (320, 200), (450, 280)] {
        let wax = p.round(look.main);
        p.rect(x - 44, y, 88, 560 - y, 14, wax);
        p.line(&format!("M{x} {y}V{}", y - 26), 6, Colour::INK);
        p.path(
            &format!("M{x} {0}Q{1} {2} {x} {3}Q{4} {2} {x} {0}Z", y - 116, x + 38, y - 40, y - 16, x - 38),
            Colour::parse("ffb02e").unwrap_or(Colour::WHITE),
        );
        p.ellipse(x, y - 36, 9, 18, Colour::parse("fff3b0").unwrap_or(Colour::WHITE));
    }
    p.rect(146, 430, 348, 60, 10, look.second);
    p.label(320, 460, 104, &look.label, look.second.print());
}
