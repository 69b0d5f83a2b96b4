//! Things for washing and cleaning.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("soap", soap),
    ("roll", roll),
    ("toothbrush", toothbrush),
    ("comb", comb),
    ("basin", basin),
    ("bucket", bucket),
    ("broom", broom),
    ("mop", mop),
    ("brush", brush),
];

fn soap(p: &mut Pen, look: &Look) {
    let bar = p.face(look.main);
    p.rect(110, 300, 420, 244, 90, look.main.dark(26));
    p.rect(110, 276, 420, 236, 86, bar);
    p.rect(150, 306, 340, 176, 60, look.main.light(22));
    p.label(320, 394, 290, &look.label, look.main.dark(42));
    for (x, y, r) in [(150, 240, 44), (230, 200, 30), (480, 236, 50), (400, 190, 24), (520, 160, 18)] {
        p.circle(x, y, r, look.second.light(66));
        p.ring(x, y, r, 4, Colour::WHITE);
        p.circle(x - r / 3, y - r / 3, r / 5, Colour::WHITE);
    }
    p.shine("M140 380Q140 320 190 306", 12, 70);
}

fn roll(p: &mut Pen, look: &Look) {
    for (x, y) in [(190, 300), (410, 300), (300, 150)] {
        let paper = p.round(look.main.light(40));
        p.path(
            &format!("M{0} {y}V{1}Q{0} {2} {x} {2}T{3} {1}V{y}Z", x - 108, y + 190, y + 246, x + 108),
            paper,
        );
        p.ellipse(x, y, 108, 52, look.main.light(70));
        p.ellipse(x, y, 74, 34, look.main.light(30));
        p.ellipse(x, y, 40, 19, look.second);
        p.ellipse(x, y + 4, 32, 14, look.second.dark(35));
    }
    p.rect(110, 446, 400, 76, 20, look.second);
    p.label(310, 484, 130, &look.label, look.second.print());
}

fn toothbrush(p: &mut Pen, look: &Look) {
    for (x, turn, colour) in [(-60, -16, look.main), (70, 16, look.second)] {
        p.placed(x, 0, 100, |p| {
            p.turned(turn, |p| {
                let handle = p.round(colour);
                p.path("M300 200H340L350 420Q360 540 320 570Q280 540 290 420Z", handle);
                p.rect(296, 70, 48, 150, 20, colour.light(20));
                for y in (84..190).step_by(22) {
                    p.rect(240, y, 60, 16, 4, Colour::WHITE);
                    p.rect(240, y, 22, 16, 4, colour.light(50));
                }
                p.shine("M312 300V500", 9, 50);
            });
        });
    }
}

fn comb(p: &mut Pen, look: &Look) {
    p.turned(-20, |p| {
        let back = p.face(look.main);
        for x in (96..550).step_by(22) {
            p.rect(x, 300, 12, 160, 6, look.main.dark(12));
        }
        p.path("M70 310Q70 220 160 206Q320 180 480 206Q570 220 570 310V330H70Z", back);
        p.rect(70, 300, 26, 170, 10, look.main);
        p.rect(546, 300, 26, 170, 10, look.main);
        p.label(320, 262, 180, &look.label, look.second);
        p.shine("M110 260Q150 230 230 222", 10, 50);
    });
}

fn basin(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    p.path("M70 300H570L480 530Q470 558 430 560H210Q170 558 160 530Z", body);
    p.ellipse(320, 300, 256, 74, look.main.light(32));
    p.ellipse(320, 308, 226, 58, look.main.dark(22));
    p.ellipse(320, 326, 196, 38, look.main.light(14));
    p.path("M320 470Q270 440 280 404Q320 410 320 470Q320 410 360 404Q370 440 320 470Z", look.second);
    p.circle(320, 404, 18, look.second.light(40));
    p.shine("M112 360L180 520", 14, 50);
}

fn bucket(p: &mut Pen, look: &Look) {
    p.line("M140 220Q150 70 320 70T500 220", 12, Colour::STEEL.dark(15));
    p.rect(276, 56, 88, 28, 14, look.second);
    let body = p.round(look.main);
    p.path("M120 210H520L470 530Q464 562 320 562T170 530Z", body);
    p.ellipse(320, 210, 204, 52, look.main.light(36));
    p.ellipse(320, 216, 180, 40, look.main.dark(26));
    p.line("M142 320Q320 372 498 320", 10, look.main.dark(16));
    p.label(320, 440, 200, &look.label, look.main.print());
    p.shine("M160 290L196 510", 15, 50);
}

fn broom(p: &mut Pen, look: &Look) {
    p.turned(18, |p| {
        p.rect(306, 40, 28, 330, 12, look.second);
        p.shine("M314 60V340", 6, 50);
        let straw = p.round(look.main);
        p.path("M270 350H370L440 566Q320 590 200 566Z", straw);
        for x in (220..430).step_by(24) {
            p.line(&format!("M{} 400L{x} 560", 320 + (x - 320) / 2), 5, look.main.dark(22));
        }
        p.rect(262, 338, 116, 50, 14, look.second.dark(14));
        p.line("M262 412H378", 9, look.second);
    });
}

fn mop(p: &mut Pen, look: &Look) {
    p.turned(-16, |p| {
        p.rect(308, 30, 24, 370, 12, Colour::STEEL);
        p.rect(302, 30, 36, 110, 16, look.second);
        p.path("M270 376H370L390 430H250Z", look.second.dark(10));
        for x in (190..460).step_by(22) {
            let tone = if (x / 22) % 2 == 0 { look.main } else { look.main.light(26) };
            p.line(&format!("M{} 430Q{} 480 {x} 556", 320 + (x - 320) / 3, 320 + (x - 320) / 2), 24, tone);
        }
    });
}

fn brush(p: &mut Pen, look: &Look) {
    for x in (118..540).step_by(20) {
        p.line(&format!("M{x} 420L{} 548", x + (x - 320) / 14), 13, look.second.light(45));
    }
    let back = p.face(look.main);
    p.path(
        "M80 400Q80 320 180 310Q260 220 380 230T460 310Q560 320 560 400Q560 440 520 440H120Q80 440 80 400Z",
        back,
    );
    p.path("M230 322Q290 270 370 276Q410 282 410 322Z", look.main.dark(40));
    p.shine("M110 380Q120 350 180 340", 12, 60);
}
