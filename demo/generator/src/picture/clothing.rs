//! Clothes and what is worn around them.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("tee", tee),
    ("jacket", jacket),
    ("vest", vest),
    ("trousers", trousers),
    ("shorts", shorts),
    ("scarf", scarf),
    ("onesie", onesie),
    ("apron", apron),
    ("sleeves", sleeves),
    ("belt", belt),
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
