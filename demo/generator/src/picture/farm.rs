//! Things for the field and the yard.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("hoe", hoe),
    ("sickle", sickle),
    ("shovel", shovel),
    ("fork", fork),
    ("wateringcan", watering_can),
    ("hose", hose),
    ("sprayer", sprayer),
    ("basket", basket),
    ("film", film),
    ("plantpot", plant_pot),
    ("rope", rope),
    ("shears", shears),
];

fn handle(p: &mut Pen, colour: Colour) {
    let wood = p.round(colour);
    p.rect(304, 60, 32, 500, 14, wood);
}

fn hoe(p: &mut Pen, look: &Look) {
    p.turned(28, |p| {
        handle(p, look.second);
        let blade = p.blend(look.main.light(40), look.main.dark(14));
        p.path("M270 60H370V110L440 130L470 270Q370 300 320 150L270 120Z", blade);
        p.shine("M390 140L424 260", 8, 50);
        p.rect(284, 50, 72, 70, 12, look.main.dark(24));
    });
}

fn sickle(p: &mut Pen, look: &Look) {
    p.turned(14, |p| {
        let blade = p.face(look.main.light(20));
        p.path("M300 390Q120 330 160 200Q210 60 420 80Q540 100 560 170Q440 110 340 150Q240 190 260 280Q280 340 340 370Z", blade);
        p.shine("M186 240Q220 110 400 104", 8, 60);
        p.path("M290 360L350 350L440 540Q440 570 410 574Q384 574 376 556Z", look.second);
        p.line("M308 400L356 384", 12, Colour::STEEL.dark(30));
        p.shine("M352 420L402 540", 8, 40);
    });
}

fn shovel(p: &mut Pen, look: &Look) {
    p.turned(24, |p| {
        p.rect(306, 90, 28, 280, 10, look.second);
        p.rect(260, 50, 120, 34, 17, look.second.dark(14));
        p.path("M272 70L306 120H334L368 70Z", look.second.dark(14));
        let blade = p.round(look.main);
        p.path("M220 340H420V450Q410 540 320 590Q230 540 220 450Z", blade);
        p.rect(296, 300, 48, 120, 14, look.main.dark(24));
        p.shine("M244 370V460Q250 500 280 530", 11, 55);
    });
}

fn fork(p: &mut Pen, look: &Look) {
    p.turned(-22, |p| {
        p.rect(306, 60, 28, 300, 12, look.second);
        p.line("M220 560Q214 400 230 370H410Q426 400 420 560M286 380V570M354 380V570", 20, look.main);
        p.rect(294, 310, 52, 74, 12, look.main.dark(24));
        p.shine("M220 400V540", 6, 60);
    });
}

fn watering_can(p: &mut Pen, look: &Look) {
    p.line("M230 250Q180 110 340 130Q470 150 470 300Q540 300 520 400T460 480", 24, look.second);
    p.path("M214 430L96 250L60 264L44 226L128 196L140 230L230 350Z", look.main.dark(12));
    let body = p.round(look.main);
    p.path("M200 270H450L476 530Q476 562 440 562H210Q176 562 178 530Z", body);
    p.ellipse(325, 270, 126, 32, look.main.dark(30));
    p.path(
        "M325 490Q270 460 280 400Q325 420 325 490Q325 420 370 400Q380 460 325 490Z",
        look.second.light(30),
    );
    p.shine("M226 320L212 520", 14, 50);
    for (x, y) in [(40, 290), (64, 320), (30, 350), (76, 376), (50, 410)] {
        p.ellipse(x, y, 8, 13, Colour::parse("5db7ea").unwrap_or(Colour::STEEL));
    }
}

fn hose(p: &mut Pen, look: &Look) {
    for r in [200, 160, 120] {
        p.ring(310, 340, r, 42, look.main.dark(20));
        p.ring(310, 334, r, 32, look.main);
        p.ring(306, 330, r + 4, 6, look.main.light(45));
    }
    p.line("M510 340Q540 440 480 500L430 540", 32, look.main);
    p.line("M440 532L380 560", 38, look.second);
    p.line("M310 200Q380 120 470 110", 32, look.main);
    p.rect(460, 84, 90, 50, 12, look.second);
}

fn sprayer(p: &mut Pen, look: &Look) {
    p.line("M440 470Q560 470 560 330L560 250", 16, Colour::INK);
    p.line("M560 270L560 90", 14, look.second);
    p.path("M544 70H576L588 96H532Z", Colour::INK);
    let tank = p.round(look.main);
    p.path("M130 210Q130 170 170 166H400Q440 170 440 210V500Q440 560 390 562H180Q130 560 130 500Z", tank);
    p.rect(216, 106, 138, 66, 14, look.second);
    p.rect(130, 440, 310, 40, 0, look.second);
    p.path("M130 240Q60 260 70 400T130 500", look.main.dark(40));
    p.rect(176, 250, 220, 150, 22, Colour::WHITE);
    p.label(286, 325, 190, &look.label, look.main.dark(30));
    p.shine("M154 220V430", 13, 50);
}

fn basket(p: &mut Pen, look: &Look) {
    p.line("M140 300Q150 90 320 90T500 300", 24, look.main.dark(20));
    let body = p.round(look.main);
    p.path("M100 290H540L480 530Q470 562 430 562H210Q170 562 160 530Z", body);
    for row in 0..6 {
        for column in 0..10 {
            let inset = row * 8;
            let x = 116 + inset + column * (408 - inset * 2) / 10;
            if (row + column) % 2 == 0 {
                p.rect(x, 322 + row * 38, 36, 28, 8, look.main.light(26));
            } else {
                p.rect(x, 322 + row * 38, 36, 28, 8, look.main.dark(22));
            }
        }
    }
    p.rect(84, 272, 472, 44, 20, look.second);
    p.shine("M104 286H300", 8, 40);
}

fn film(p: &mut Pen, look: &Look) {
    p.turned(-14, |p| {
        let tube = p.blend(look.main.light(45), look.main.dark(22));
        p.rect(90, 230, 430, 180, 20, tube);
        p.ellipse(520, 320, 46, 90, look.main.light(30));
        p.ellipse(520, 320, 28, 54, look.main);
        p.ellipse(520, 320, 16, 30, Colour::WOOD.dark(30));
        p.path("M90 390H500V470Q400 500 300 470T90 480Z", look.main.light(60));
        p.rect(210, 240, 190, 130, 10, look.second);
        p.label(305, 305, 160, &look.label, look.second.print());
        p.shine("M110 254H500", 12, 60);
    });
}

fn plant_pot(p: &mut Pen, look: &Look) {
    let leaf = look.second;
    p.path("M320 330Q200 310 170 180Q300 190 320 330Q340 170 480 150Q460 300 320 330Z", leaf);
    p.path("M320 330Q250 210 320 80Q390 210 320 330Z", leaf.light(16));
    p.line("M320 330V130M320 330Q250 260 200 206M320 330Q400 250 450 180", 5, leaf.dark(24));
    let clay = p.round(look.main);
    p.path("M170 360H470L430 540Q426 562 400 562H240Q214 562 210 540Z", clay);
    p.rect(150, 310, 340, 66, 14, look.main.light(10));
    p.shade("M170 376H470L467 392H173Z", 20);
    p.shine("M180 326H300M206 400L232 530", 11, 45);
}

fn rope(p: &mut Pen, look: &Look) {
    for (index, y) in [250, 300, 350, 400, 450].into_iter().enumerate() {
        let tone = if index % 2 == 0 { look.main } else { look.main.dark(10) };
        p.rect(120, y, 400, 46, 23, tone);
        for x in (140..500).step_by(34) {
            p.line(&format!("M{x} {}L{} {}", y + 38, x + 20, y + 8), 6, look.main.dark(28));
        }
    }
    p.line("M480 270Q560 200 520 130", 34, look.main);
    p.rect(270, 230, 100, 290, 16, look.second);
    p.label(320, 375, 80, &look.label, look.second.print());
}

fn shears(p: &mut Pen, look: &Look) {
    p.turned(-8, |p| {
        p.path("M310 330Q250 200 280 70Q350 180 350 320Z", Colour::STEEL.light(30));
        p.path("M330 330Q420 230 400 110Q320 180 290 320Z", Colour::STEEL);
        p.line("M310 340Q230 420 240 550", 40, look.main);
        p.line("M330 340Q410 420 400 550", 40, look.second);
        p.circle(320, 336, 30, Colour::STEEL.dark(24));
        p.circle(320, 336, 12, Colour::STEEL.light(50));
        p.line("M290 420H350", 10, Colour::STEEL.dark(34));
    });
}
