//! Food as it is seen when it is not in a package.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("fruit", fruit),
    ("noodles", noodles),
    ("cupnoodle", cup_noodle),
    ("biscuits", biscuits),
    ("eggs", eggs),
    ("grains", grains),
    ("nuts", nuts),
    ("sausage", sausage),
    ("sweets", sweets),
    ("bread", bread),
];

fn fruit(p: &mut Pen, look: &Look) {
    let skin = p.ball(look.main);
    let back = p.ball(look.main.dark(8));
    p.circle(320, 300, 130, back);
    p.circle(200, 430, 130, &skin);
    p.circle(440, 430, 130, &skin);
    for (x, y) in [(320, 182), (200, 312), (440, 312)] {
        p.line(&format!("M{x} {}Q{x} {y} {} {}", y + 10, x + 10, y - 26), 10, Colour::WOOD.dark(45));
        p.path(
            &format!("M{x} {y}Q{} {} {} {}Q{} {} {x} {y}Z", x + 20, y - 40, x + 74, y - 34, x + 60, y + 4),
            look.second,
        );
    }
    p.shine("M112 400Q126 350 164 334M352 400Q366 350 404 334", 14, 45);
}

fn noodles(p: &mut Pen, look: &Look) {
    for row in 0..22 {
        let x = 184 + row * 13;
        p.line(&format!("M{x} 90V556"), 9, look.main.dark(if row % 3 == 0 { 12 } else { 2 }));
    }
    let band = p.round(look.second);
    p.path("M160 240H480V420H160Z", band);
    p.rect(210, 262, 220, 136, 12, Colour::WHITE);
    p.label(320, 330, 190, &look.label, look.second.dark(10));
    p.shine("M196 100V230M196 430V540", 10, 45);
}

fn cup_noodle(p: &mut Pen, look: &Look) {
    let cup = p.round(look.main);
    p.path("M140 190H500L456 540Q450 564 320 564T184 540Z", cup);
    p.ellipse(320, 190, 188, 44, Colour::WHITE);
    p.ellipse(320, 190, 170, 34, look.second.light(30));
    p.path("M440 166Q520 130 512 200L486 212Z", Colour::WHITE);
    p.path("M156 320Q320 370 484 320L468 450Q320 494 172 450Z", look.second);
    p.label(320, 400, 270, &look.label, look.second.print());
    p.line("M250 270Q270 250 290 270T330 270T370 270T400 264", 10, look.main.light(55));
    p.shine("M176 240L206 520", 14, 50);
}

fn biscuits(p: &mut Pen, look: &Look) {
    for (index, y) in (0..).zip([490, 430, 370]) {
        let x = 250 + 14 * index;
        p.ellipse(x, y + 24, 150, 56, look.main.dark(26));
        p.ellipse(x, y, 150, 56, look.main.light(8));
    }
    let face = p.ball(look.main);
    p.circle(408, 320, 150, look.main.dark(28));
    p.circle(400, 312, 146, face);
    for (x, y) in
        [(340, 240), (400, 220), (466, 250), (330, 310), (396, 300), (470, 330), (350, 380), (420, 390)]
    {
        p.circle(x, y, 17, look.second);
        p.circle(x - 4, y - 5, 5, look.second.light(40));
    }
    p.shine("M282 280Q300 220 350 192", 12, 40);
}

fn eggs(p: &mut Pen, look: &Look) {
    for (x, y) in [(170, 360), (270, 350), (370, 350), (470, 360)] {
        let shell = p.ball(look.main.light(8));
        p.ellipse(x, y, 58, 78, shell);
    }
    for (x, y) in [(120, 420), (220, 420), (320, 420), (420, 420), (520, 420)] {
        let shell = p.ball(look.main);
        p.ellipse(x, y, 60, 82, shell);
    }
    let tray = p.face(look.second);
    p.path("M50 440Q70 480 120 480Q170 480 170 440Q180 480 220 480Q262 480 270 440Q280 480 320 480Q362 480 370 440Q380 480 420 480Q462 480 470 440Q476 480 520 480Q570 480 590 440L566 556H74Z", tray);
    p.label(320, 516, 170, &look.label, look.second.print());
}

fn grains(p: &mut Pen, look: &Look) {
    p.path("M130 330Q150 200 320 190T510 330Z", look.main.dark(6));
    for row in 0..7 {
        for column in 0..(5 + row * 2) {
            let x = 320 + (column * 2 - (4 + row * 2)) * 15 + (row % 2) * 5;
            let y = 204 + row * 20 + (column % 3) * 5;
            let grain = if (row + column) % 3 == 0 { look.main.light(35) } else { look.main.light(8) };
            p.ellipse(x, y, 15, 11, grain);
        }
    }
    let bowl = p.round(look.second);
    p.path("M96 326H544Q540 470 430 536H210Q100 470 96 326Z", bowl);
    p.ellipse(320, 330, 224, 20, look.second.dark(16));
    p.rect(224, 534, 192, 28, 8, look.second.dark(20));
    p.label(320, 432, 220, &look.label, look.second.print());
    p.shine("M126 360Q140 440 200 500", 14, 50);
}

fn nuts(p: &mut Pen, look: &Look) {
    let shell = p.ball(look.main);
    for (x, y, turn) in [(20, 10, -30), (60, 60, 20), (-70, 70, 60), (0, 130, -10), (110, -40, 80)] {
        p.placed(x, y, 100, |p| {
            p.turned(turn, |p| {
                p.path("M320 210Q378 214 372 268Q364 300 374 336Q380 400 320 404Q260 400 266 336Q276 300 268 268Q262 214 320 210Z", &shell);
                for y in [244, 280, 330, 366] {
                    p.line(&format!("M286 {y}Q320 {} 354 {y}", y + 10), 4, look.main.dark(28));
                }
                p.line("M304 226V390M336 226V390", 4, look.main.dark(20));
            });
        });
    }
    p.ellipse(150, 520, 30, 24, look.second);
    p.ellipse(480, 530, 30, 24, look.second);
    p.ellipse(520, 496, 28, 22, look.second.light(12));
}

fn sausage(p: &mut Pen, look: &Look) {
    for (y, turn) in [(-70, -12), (30, -6), (130, 0)] {
        p.placed(0, y, 100, |p| {
            p.turned(turn, |p| {
                let skin = p.blend(look.main.light(35), look.main.dark(18));
                p.rect(120, 270, 400, 86, 43, skin);
                p.path("M120 313L76 286V340ZM520 313L564 286V340Z", Colour::STEEL);
                p.rect(220, 272, 200, 82, 0, look.second);
                p.label(320, 313, 150, &look.label, look.second.print());
                p.shine("M150 290H206M434 290H490", 10, 50);
            });
        });
    }
}

fn sweets(p: &mut Pen, look: &Look) {
    let colours = [look.main, look.second, look.main.light(35), look.second.light(35), look.main];
    let places = [(-110, 120), (110, 130), (-100, -30), (120, -40), (0, 50)];
    for ((x, y), colour) in places.into_iter().zip(colours) {
        p.placed(x, y, 100, |p| {
            p.turned(x / 4 - 10, |p| {
                p.path(
                    "M270 320L190 270Q206 320 190 370ZM370 320L450 270Q434 320 450 370Z",
                    colour.light(25),
                );
                let wrap = p.ball(colour);
                p.circle(320, 320, 72, wrap);
                p.line("M290 258Q270 320 290 382M350 258Q370 320 350 382", 8, colour.light(50));
            });
        });
    }
}

fn bread(p: &mut Pen, look: &Look) {
    let crust = p.round(look.main.dark(14));
    p.path("M110 300Q80 210 180 200Q210 150 320 156T460 200Q560 210 530 300V530Q528 556 500 556H140Q112 556 110 530Z", crust);
    let crumb = p.face(look.main.light(52));
    p.path("M140 310Q120 240 200 232Q220 190 320 190T440 232Q520 240 500 310V510Q498 526 480 526H160Q142 526 140 510Z", crumb);
    for (x, y) in [(220, 300), (280, 260), (360, 290), (430, 310), (240, 470), (390, 480), (320, 500)] {
        p.ellipse(x, y, 10, 6, look.main.light(20));
    }
    p.rect(196, 330, 248, 110, 30, look.second);
    p.label(320, 386, 216, &look.label, look.second.print());
}
