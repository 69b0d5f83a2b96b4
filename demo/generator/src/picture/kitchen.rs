//! Things to cook and eat with.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("pot", pot),
    ("wok", wok),
    ("pan", pan),
    ("bowl", bowl),
    ("plate", plate),
    ("mug", mug),
    ("flask", flask),
    ("thermos", thermos),
    ("cleaver", cleaver),
    ("spoon", spoon),
    ("turner", turner),
    ("chopsticks", chopsticks),
    ("board", board),
    ("whistle", whistling_kettle),
    ("colander", colander),
    ("lunchbox", lunchbox),
    ("steamer", steamer),
];

fn pot(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    p.line("M136 360H80V400H136M504 360H560V400H504", 24, look.second.dark(10));
    p.path("M130 310H510V490Q510 560 430 562H210Q130 560 130 490Z", body);
    p.path("M120 300Q140 206 320 200T520 300Z", look.main.light(34));
    p.rect(112, 292, 416, 28, 14, look.main.dark(24));
    p.rect(284, 156, 72, 50, 18, look.second);
    p.shine("M164 350V500", 16, 50);
    p.shine("M180 266Q220 232 290 226", 10, 60);
    p.label(320, 430, 200, &look.label, look.main.print());
}

fn wok(p: &mut Pen, look: &Look) {
    p.path("M470 330L600 226Q622 220 620 244L520 372Z", look.second);
    p.shine("M520 322L598 254", 8, 40);
    let body = p.round(look.main);
    p.path("M60 340H540Q520 520 380 560H220Q80 520 60 340Z", body);
    p.ellipse(300, 340, 240, 62, look.main.light(30));
    let inside = p.blend(look.main.dark(30), look.main.light(8));
    p.ellipse(300, 344, 222, 50, inside);
    p.line("M62 340Q20 330 40 300Q56 286 80 306", 14, look.second);
    p.shine("M96 400Q130 490 210 536", 12, 40);
}

fn pan(p: &mut Pen, look: &Look) {
    p.turned(-18, |p| {
        p.rect(440, 296, 180, 44, 22, look.second);
        p.circle(596, 318, 9, Colour::WHITE);
        let body = p.face(look.main);
        p.circle(270, 318, 210, look.main.dark(30));
        p.circle(270, 310, 208, body);
        let inside = p.ball(look.main.dark(16));
        p.circle(270, 312, 172, inside);
        p.path(
            "M190 300Q170 240 240 236Q300 210 340 260Q390 300 340 350Q310 400 250 380Q180 370 190 300Z",
            Colour::WHITE,
        );
        let yolk = p.ball(Colour::parse("ffb52e").unwrap_or(Colour::WOOD));
        p.circle(266, 308, 48, yolk);
    });
}

fn bowl(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    p.path("M90 270H550Q540 450 420 528H220Q100 450 90 270Z", body);
    p.ellipse(320, 270, 230, 58, look.main.light(40));
    let inside = p.blend(look.main.dark(18), look.main.light(25));
    p.ellipse(320, 276, 208, 46, inside);
    p.rect(224, 524, 192, 36, 8, look.main.dark(18));
    p.path("M96 316Q320 396 544 316Q542 340 536 356Q320 436 104 356Q98 340 96 316Z", look.second);
    for x in [190, 270, 370, 450] {
        p.circle(x, 430 + (x - 320).abs() / -6, 14, look.second);
    }
    p.shine("M132 380Q160 450 214 492", 14, 60);
}

fn plate(p: &mut Pen, look: &Look) {
    p.ellipse(320, 372, 262, 182, look.main.dark(26));
    let face = p.face(look.main.light(10));
    p.ellipse(320, 352, 262, 182, face);
    p.ellipse(320, 352, 226, 152, look.second);
    p.ellipse(320, 352, 214, 142, look.main.light(20));
    let well = p.blend(look.main.dark(8), look.main.light(40));
    p.ellipse(320, 358, 158, 102, well);
    p.path("M320 420Q270 370 300 320Q320 350 320 420Q320 350 350 320Q370 370 320 420Z", look.second);
    p.circle(320, 318, 14, look.second.light(20));
    p.shine("M90 320Q130 230 240 200", 12, 60);
}

fn mug(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    p.ring(450, 370, 84, 36, look.main.dark(14));
    p.path("M150 190H450V500Q450 560 390 562H210Q150 560 150 500Z", body);
    p.ellipse(300, 190, 150, 38, look.main.light(45));
    p.ellipse(300, 194, 130, 28, look.main.dark(22));
    p.circle(300, 380, 88, look.second);
    p.label(300, 380, 130, &look.label, look.second.print());
    p.shine("M182 250V490", 16, 55);
}

fn flask(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    let lid = p.round(look.second);
    p.path("M226 220Q226 190 256 186H384Q414 190 414 220V536Q414 564 384 564H256Q226 564 226 536Z", body);
    p.rect(240, 80, 160, 104, 16, lid);
    p.rect(234, 172, 172, 22, 8, Colour::STEEL.light(30));
    p.line("M256 96V170M280 96V170M304 96V170M328 96V170M352 96V170M378 96V170", 4, look.second.dark(16));
    p.rect(226, 500, 188, 12, 0, Colour::STEEL.light(40));
    p.label(320, 350, 130, &look.label, look.main.print());
    p.shine("M250 220V490", 14, 55);
}

fn thermos(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    let steel = p.round(Colour::STEEL);
    p.line("M436 230Q520 240 516 340T440 470", 26, look.second.dark(10));
    p.path("M200 250Q200 190 270 160H370Q440 190 440 250V530Q440 564 400 564H240Q200 564 200 530Z", body);
    p.path("M256 166Q262 110 320 108T384 166Z", &steel);
    p.rect(290, 66, 60, 50, 14, look.second);
    p.rect(196, 520, 248, 44, 12, &steel);
    p.rect(196, 232, 248, 20, 6, &steel);
    for (x, y, r) in [(320, 390, 44), (274, 356, 34), (366, 356, 34), (284, 422, 34), (356, 422, 34)] {
        p.circle(x, y, r, look.second.light(20));
    }
    p.circle(320, 390, 24, look.main.light(70));
    p.shine("M226 270V500", 14, 50);
}

fn cleaver(p: &mut Pen, look: &Look) {
    p.turned(-28, |p| {
        let blade = p.blend(Colour::STEEL.light(60), Colour::STEEL);
        p.path("M60 240H400V420H90Q60 420 60 390Z", blade);
        p.path("M64 392H400V420H90Q66 420 64 392Z", Colour::STEEL.light(75));
        p.circle(96, 276, 15, Colour::STEEL.dark(30));
        p.rect(396, 236, 190, 62, 22, look.main);
        p.rect(390, 232, 30, 70, 8, look.main.dark(30));
        for x in [460, 510, 556] {
            p.circle(x, 267, 8, Colour::STEEL.light(40));
        }
        p.shine("M90 262H380", 8, 60);
        p.label(230, 340, 120, &look.label, Colour::STEEL.dark(40));
    });
}

fn spoon(p: &mut Pen, look: &Look) {
    p.turned(32, |p| {
        p.rect(300, 250, 40, 330, 20, look.second);
        p.shine("M312 290V550", 8, 45);
        let bowl = p.face(look.main);
        p.ellipse(320, 160, 112, 126, bowl);
        let inside = p.blend(look.main.dark(24), look.main.light(30));
        p.ellipse(320, 160, 84, 98, inside);
        p.shine("M256 130Q270 90 310 82", 12, 60);
    });
}

fn turner(p: &mut Pen, look: &Look) {
    p.turned(-32, |p| {
        p.rect(302, 240, 36, 120, 6, Colour::STEEL);
        p.rect(298, 340, 44, 240, 22, look.second);
        let blade = p.face(look.main);
        p.path("M222 70Q320 44 418 70L400 230Q320 280 240 230Z", blade);
        for x in [274, 320, 366] {
            p.rect(x - 8, 100, 16, 100, 8, look.main.dark(40));
        }
        p.shine("M312 370V550", 8, 45);
    });
}

fn chopsticks(p: &mut Pen, look: &Look) {
    for (index, turn) in [-24, -12, 0, 12, 24].into_iter().enumerate() {
        p.turned(turn, |p| {
            let wood = if index % 2 == 0 { look.main } else { look.main.dark(10) };
            p.path("M306 60H334L328 560H312Z", wood);
            p.rect(305, 60, 30, 110, 4, look.second);
            p.line("M306 190H333M307 206H333", 5, look.second.light(40));
        });
    }
    p.rect(226, 330, 188, 110, 14, look.second);
    p.label(320, 385, 160, &look.label, look.second.print());
}

fn board(p: &mut Pen, look: &Look) {
    let wood = p.face(look.main);
    p.rect(132, 106, 376, 462, 36, look.main.dark(28));
    p.rect(124, 92, 376, 462, 36, wood);
    p.rect(250, 120, 124, 36, 18, look.main.dark(38));
    p.line("M160 230Q240 210 330 236T470 226M160 300Q250 330 340 300T470 316M160 400Q230 380 320 404T470 392M160 480Q260 500 360 476T470 488", 5, look.main.dark(14));
    p.label(312, 350, 200, &look.label, look.second);
    p.shine("M148 150V480", 10, 40);
}

fn whistling_kettle(p: &mut Pen, look: &Look) {
    p.line("M200 250Q210 90 330 90T460 250", 26, look.second);
    p.path("M470 330L570 226L600 250L520 430Z", look.main.dark(12));
    let body = p.round(look.main);
    p.path("M120 500Q110 300 240 250H420Q550 300 540 500Q540 560 480 562H180Q120 560 120 500Z", body);
    p.path("M240 256Q250 200 330 200T420 256Z", look.main.light(30));
    p.circle(330, 192, 24, look.second);
    p.shine("M158 480Q160 360 230 300", 16, 55);
    p.label(330, 420, 200, &look.label, look.main.print());
}

fn colander(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    p.path("M80 290H560L500 520Q490 556 440 558H200Q150 556 140 520Z", body);
    p.ellipse(320, 290, 244, 58, look.main.light(40));
    p.ellipse(320, 296, 220, 46, look.main.dark(22));
    for row in 0..4 {
        for column in 0..9 {
            let x = 140 + column * 45 + (8 - column * 2) * row * 2;
            p.rect(x - 9, 366 + row * 46, 20, 28, 9, look.main.dark(36));
        }
    }
    p.shine("M112 340L160 510", 10, 50);
}

fn lunchbox(p: &mut Pen, look: &Look) {
    let body = p.round(look.main.light(20));
    let lid = p.round(look.main);
    p.rect(100, 370, 440, 186, 46, body);
    p.rect(84, 290, 472, 100, 40, lid);
    p.rect(84, 240, 472, 90, 45, look.main.light(16));
    p.rect(276, 330, 88, 104, 16, look.second);
    p.line("M180 286H460", 10, look.main.dark(14));
    p.label(320, 490, 260, &look.label, look.main.dark(40));
    p.shine("M120 280Q130 262 170 258", 10, 60);
}

fn steamer(p: &mut Pen, look: &Look) {
    for (y, tone) in [(470, 10), (370, 4)] {
        let side = p.round(look.main.dark(tone));
        p.path(&format!("M110 {y}V{0}Q110 {1} 320 {1}T530 {0}V{y}Z", y + 50, y + 92), side);
        p.line(&format!("M112 {0}Q120 {1} 320 {1}T528 {0}", y + 40, y + 80), 10, look.second);
        p.ellipse(320, y, 210, 46, look.main.light(20));
    }
    p.ellipse(320, 366, 190, 38, look.main.dark(20));
    for x in [210, 320, 430] {
        let bun = p.ball(Colour::WHITE);
        p.ellipse(x, 330, 70, 56, bun);
        p.line(
            &format!("M{x} 290Q{} 300 {} 318M{x} 290Q{} 302 {} 316", x - 16, x - 24, x + 16, x + 22),
            4,
            Colour::STEEL,
        );
    }
    p.line(
        "M220 240Q200 200 220 170T220 110M320 230Q300 190 320 160T320 90M420 240Q400 200 420 170T420 110",
        10,
        Colour::WHITE,
    );
}
