//! Things to wear.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("tee", tee),
    ("jacket", jacket),
    ("vest", vest),
    ("trousers", trousers),
    ("shorts", shorts),
    ("shoe", shoe),
    ("clothshoe", cloth_shoe),
    ("boot", boot),
    ("slipper", slipper),
    ("strawhat", straw_hat),
    ("cap", cap),
    ("socks", socks),
    ("gloves", gloves),
    ("scarf", scarf),
    ("onesie", onesie),
    ("apron", apron),
    ("belt", belt),
    ("sleeves", sleeves),
];

fn tee(p: &mut Pen, look: &Look) {
    let cloth = p.face(look.main);
    p.path("M230 110Q320 170 410 110L540 170L590 320L494 350L484 300V540Q484 560 460 560H180Q156 560 156 540V300L146 350L50 320L100 170Z", cloth);
    p.path("M230 110Q320 170 410 110L430 118Q320 210 210 118Z", look.second);
    p.shade("M156 300V540Q156 550 164 556Q190 420 156 300ZM484 300V540Q484 550 476 556Q450 420 484 300Z", 16);
    p.rect(220, 280, 200, 26, 0, look.second);
    p.rect(220, 320, 200, 26, 0, look.second.light(30));
    p.shine("M120 190L90 290", 10, 35);
}

fn jacket(p: &mut Pen, look: &Look) {
    let cloth = p.face(look.main);
    p.path(
        "M236 96H404L520 150Q560 300 580 500L490 516L476 330V560H164V330L150 516L60 500Q80 300 120 150Z",
        cloth,
    );
    p.path("M236 96L320 170L404 96L430 140L320 240L210 140Z", look.second);
    p.line("M320 236V556", 8, look.main.dark(38));
    for y in [290, 370, 450, 530] {
        p.circle(338, y, 9, look.second.light(30));
    }
    p.line("M190 420H280V500H190ZM360 420H450V500H360Z", 6, look.main.dark(30));
    p.shade("M164 330V560H200Q160 460 164 330ZM476 330V560H440Q480 460 476 330Z", 16);
    p.path("M60 470L152 490L150 516L60 500ZM580 470L488 490L490 516L580 500Z", look.second);
}

fn vest(p: &mut Pen, look: &Look) {
    let cloth = p.face(look.main);
    p.path("M210 90H250Q260 210 320 214T390 90H430Q440 210 500 260V540Q500 560 476 560H164Q140 560 140 540V260Q200 210 210 90Z", cloth);
    p.line("M250 92Q260 212 320 216T390 92", 10, look.second);
    p.line("M208 92Q200 210 142 262M432 92Q440 210 498 262", 10, look.second);
    p.label(320, 380, 200, &look.label, look.main.print());
    p.shine("M166 300V520", 10, 40);
}

fn trousers(p: &mut Pen, look: &Look) {
    let cloth = p.face(look.main);
    p.path("M180 80H460L500 556H370L322 260L270 556H140Z", cloth);
    p.rect(180, 76, 280, 42, 6, look.main.dark(22));
    p.rect(300, 80, 40, 34, 4, look.second);
    p.line("M320 118V250M196 130Q230 190 180 210M444 130Q410 190 462 210", 6, look.main.dark(34));
    p.line("M222 250L202 550M420 250L438 550", 5, look.main.light(22));
    p.rect(140, 532, 132, 24, 4, look.main.dark(18));
    p.rect(370, 532, 130, 24, 4, look.main.dark(18));
}

fn shorts(p: &mut Pen, look: &Look) {
    let cloth = p.face(look.main);
    p.path("M160 150H480L560 480L360 516L320 340L280 516L80 480Z", cloth);
    p.rect(158, 144, 324, 50, 10, look.second);
    p.line("M300 200Q290 260 270 280M340 200Q350 260 372 270", 9, Colour::WHITE);
    p.line("M170 220L120 480M470 220L520 480", 12, look.second);
}

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

fn scarf(p: &mut Pen, look: &Look) {
    let wool = p.round(look.main);
    p.path("M340 260L480 240L540 540H400Z", look.main.dark(14));
    p.path("M180 240L330 280L300 550H160Z", wool);
    let loop_fill = p.face(look.main);
    p.path("M130 220Q140 90 320 90T510 220Q500 320 320 330T130 220ZM230 200Q250 240 320 240T410 200Q390 160 320 160T230 200Z", loop_fill);
    p.path("M170 420H312L308 460H167ZM170 480H306L303 510H164Z", look.second);
    p.path("M420 420H514L522 456H416ZM412 476H526L530 504H408Z", look.second.dark(10));
    for x in (168..300).step_by(22) {
        p.line(&format!("M{x} 550V574"), 7, look.second);
    }
    for x in (408..540).step_by(22) {
        p.line(&format!("M{x} 540V566"), 7, look.second.dark(10));
    }
}

fn onesie(p: &mut Pen, look: &Look) {
    let cloth = p.face(look.main);
    p.path("M240 110Q320 160 400 110L500 150L560 290L480 330L460 280V430Q440 540 380 560H260Q200 540 180 430V280L160 330L80 290L140 150Z", cloth);
    p.line("M240 112Q320 170 400 112", 12, look.second);
    p.line("M182 430Q230 470 256 556M458 430Q410 470 384 556", 9, look.second);
    for x in [290, 320, 350] {
        p.circle(x, 540, 8, Colour::WHITE);
    }
    p.circle(320, 330, 60, look.second);
    p.circle(274, 282, 26, look.second);
    p.circle(366, 282, 26, look.second);
    p.circle(298, 320, 8, Colour::INK);
    p.circle(342, 320, 8, Colour::INK);
    p.ellipse(320, 350, 16, 11, Colour::WHITE);
}

fn apron(p: &mut Pen, look: &Look) {
    p.line("M240 170Q240 70 320 70T400 170", 14, look.second);
    p.line("M180 300Q110 310 90 370M460 300Q530 310 550 370", 14, look.second);
    let cloth = p.face(look.main);
    p.path(
        "M236 150H404Q410 250 480 290L500 540Q500 556 480 556H160Q140 556 140 540L160 290Q230 250 236 150Z",
        cloth,
    );
    p.rect(220, 360, 200, 130, 16, look.second);
    p.label(320, 425, 160, &look.label, look.second.print());
    p.shine("M180 320L164 520", 10, 40);
}

fn sleeves(p: &mut Pen, look: &Look) {
    for (x, turn, tone) in [(90, 12, 12), (-90, -12, 0)] {
        p.placed(x, 0, 100, |p| {
            p.turned(turn, |p| {
                let cloth = p.round(look.main.dark(tone));
                p.path("M220 110H420Q440 330 390 540H250Q200 330 220 110Z", cloth);
                p.rect(208, 84, 224, 44, 20, look.second);
                p.rect(238, 524, 164, 40, 18, look.second);
                p.line(
                    "M240 90V122M272 90V122M304 90V122M336 90V122M368 90V122M400 90V122",
                    5,
                    look.second.dark(20),
                );
                for (x, y) in [(280, 220), (360, 280), (280, 350), (350, 430)] {
                    p.circle(x, y, 20, look.main.light(50));
                }
            });
        });
    }
}

fn belt(p: &mut Pen, look: &Look) {
    let leather = p.face(look.main);
    p.ellipse(320, 330, 230, 190, look.main.dark(36));
    p.ellipse(320, 306, 230, 190, leather);
    p.ellipse(320, 316, 176, 138, look.main.dark(50));
    p.ellipse(320, 330, 172, 128, Colour::STEEL.light(70));
    p.rect(240, 430, 170, 110, 16, Colour::STEEL);
    p.rect(268, 456, 114, 58, 8, look.main);
    p.rect(310, 440, 14, 90, 6, Colour::STEEL.light(50));
    for x in [430, 464] {
        p.circle(x, 468 - (x - 430) / 3, 8, look.second);
    }
}
