//! Shoes, socks, hats and gloves.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("shoe", shoe),
    ("clothshoe", cloth_shoe),
    ("boot", boot),
    ("slipper", slipper),
    ("strawhat", straw_hat),
    ("cap", cap),
    ("socks", socks),
    ("gloves", gloves),
];

fn shoe(p: &mut Pen, look: &Look) {
    let upper = p.face(look.main);
    p.path(
        "M80 300Q80 250 130 250Q170 300 230 280L300 230Q320 220 340 240L430 350Q560 370 570 470V500H76Z",
        upper,
    );
    p.path("M66 480H576Q590 540 540 548H110Q60 546 66 480Z", Colour::WHITE);
    p.line("M70 520H576", 8, look.second);
    p.path("M450 356Q560 376 570 480H470Q440 420 450 356Z", look.second);
    p.path("M80 300Q80 250 130 250L160 290Q130 400 150 480H76Z", look.second);
    for (x, y) in [(300, 280), (336, 322), (372, 364)] {
        p.line(&format!("M{} {}L{} {}", x - 26, y + 20, x + 34, y - 12), 13, Colour::WHITE);
    }
    p.line("M180 440Q280 450 380 400", 16, look.main.light(55));
}

fn cloth_shoe(p: &mut Pen, look: &Look) {
    for (y, tone) in [(-90, 12), (60, 0)] {
        p.placed(0, y, 100, |p| {
            let upper = p.face(look.main.dark(tone));
            p.path("M70 460Q60 360 130 330Q240 420 350 370Q420 330 480 370Q580 400 580 470Z", upper);
            p.path("M130 330Q240 420 350 370Q360 346 320 330Q220 300 130 330Z", look.main.dark(46));
            p.path("M240 388Q290 394 350 370L380 420Q320 430 260 430Z", look.second);
            p.rect(64, 456, 520, 34, 16, Colour::WHITE);
            p.line("M80 478H570", 6, Colour::WOOD);
        });
    }
}

fn boot(p: &mut Pen, look: &Look) {
    p.placed(70, -20, 92, |p| one_boot(p, look, 18));
    p.placed(-30, 20, 97, |p| one_boot(p, look, 0));
}

fn one_boot(p: &mut Pen, look: &Look, tone: u16) {
    let rubber = p.round(look.main.dark(tone));
    p.path("M190 100H370V370Q380 410 460 420Q540 440 540 520H190Z", rubber);
    p.ellipse(280, 100, 90, 24, look.main.dark(40));
    p.rect(186, 130, 188, 24, 6, look.second);
    p.path("M182 510H548V540Q548 558 528 558H200Q182 558 182 540Z", look.second.dark(20));
    p.shine("M216 180V440", 15, 45);
    p.shine("M420 440Q480 450 506 486", 10, 45);
}

fn slipper(p: &mut Pen, look: &Look) {
    for (x, turn) in [(-100, -8), (100, 8)] {
        p.placed(x, 0, 100, |p| {
            p.turned(turn, |p| {
                p.path("M230 170Q240 90 320 90T410 170Q420 280 396 360Q420 470 390 530Q320 590 250 530Q220 470 244 360Q220 280 230 170Z", look.main.dark(22));
                let sole = p.face(look.main.light(30));
                p.path("M244 170Q250 106 320 104T396 170Q404 280 382 360Q404 460 378 516Q320 566 262 516Q236 460 258 360Q236 280 244 170Z", sole);
                let strap = p.ball(look.main);
                p.path("M224 230Q320 60 416 230L404 330Q320 220 236 330Z", strap);
                p.circle(320, 200, 20, look.second);
            });
        });
    }
}

fn straw_hat(p: &mut Pen, look: &Look) {
    p.ellipse(320, 450, 270, 90, look.main.dark(26));
    let brim = p.ball(look.main);
    p.ellipse(320, 434, 270, 88, brim);
    let crown = p.round(look.main);
    p.path("M180 430Q180 190 320 184T460 430Q400 470 320 470T180 430Z", crown);
    p.path("M180 390Q320 460 460 390L462 430Q400 470 320 470T178 430Z", look.second);
    p.line(
        "M200 320Q320 360 440 320M222 260Q320 290 418 260M90 430Q140 490 250 506M550 430Q500 490 390 506",
        5,
        look.main.dark(20),
    );
    p.shine("M216 330Q226 240 280 214", 12, 50);
}

fn cap(p: &mut Pen, look: &Look) {
    let crown = p.ball(look.main);
    p.path("M110 430Q100 200 300 190T500 430Z", crown);
    p.line("M300 192Q250 300 250 430M300 192Q400 280 410 430", 5, look.main.dark(24));
    p.path("M340 400Q560 380 600 480Q600 510 560 500Q440 450 110 440V410Z", look.second);
    p.circle(300, 190, 16, look.second);
    p.label(330, 340, 130, &look.label, look.main.print());
    p.shine("M146 340Q166 260 230 226", 12, 45);
}

fn socks(p: &mut Pen, look: &Look) {
    for (x, y, tone) in [(70, -20, 14), (-50, 10, 0)] {
        p.placed(x, y, 100, |p| {
            let knit = p.round(look.main.dark(tone));
            p.path("M210 90H350V350Q360 390 430 420Q500 460 480 520Q450 570 370 550L230 480Q200 460 204 410Z", knit);
            p.rect(204, 84, 152, 62, 14, look.second);
            p.line("M226 90V140M250 90V140M274 90V140M298 90V140M322 90V140", 5, look.second.dark(18));
            p.path("M430 420Q500 460 480 520Q450 570 390 556Q370 470 430 420ZM206 390Q260 400 260 490L230 480Q200 460 206 390Z", look.second);
            p.line("M208 200H350M208 226H350", 8, look.second.light(20));
        });
    }
}

fn gloves(p: &mut Pen, look: &Look) {
    for (x, turn) in [(-104, -10), (110, 10)] {
        p.placed(x, 0, 100, |p| {
            p.turned(turn, |p| {
                p.line("M262 330V190M302 310V140M342 310V146M382 330V190", 40, look.main);
                p.line("M250 420L200 330", 42, look.main);
                let palm = p.round(look.main);
                p.path("M240 300H404V440Q404 480 380 490H264Q240 480 240 440Z", palm);
                p.rect(252, 474, 140, 84, 12, look.second);
                p.line(
                    "M276 480V552M300 480V552M324 480V552M348 480V552M370 480V552",
                    5,
                    look.second.dark(20),
                );
                p.shine("M262 200V300M302 150V290", 6, 35);
            });
        });
    }
}
