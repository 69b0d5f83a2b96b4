//! Things sold in bags and packets.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("sack", sack),
    ("bag", bag),
    ("pouch", pouch),
    ("sachet", sachet),
    ("seedslong", seeds_long),
    ("seedsleaf", seeds_leaf),
    ("seeds", seeds),
];

fn sack(p: &mut Pen, look: &Look) {
    let cloth = p.round(look.main);
    p.path("M170 130Q320 150 470 130Q486 200 500 330Q512 470 486 556Q320 580 154 556Q128 470 140 330Q154 200 170 130Z", cloth);
    p.path("M170 130Q320 150 470 130L480 92Q320 112 160 92Z", look.main.dark(12));
    p.line("M168 131Q320 151 472 131", 7, look.second);
    p.path("M140 330Q320 352 500 330Q507 400 504 462Q320 484 136 462Q133 400 140 330Z", look.second);
    p.circle(320, 236, 62, look.second.light(76));
    p.path("M320 284Q318 230 320 190M320 268Q286 258 284 226Q314 234 320 268M320 268Q354 258 356 226Q326 234 320 268M320 226Q302 206 320 184Q338 206 320 226Z", look.second);
    p.label(320, 406, 330, &look.label, look.second.print());
    p.shine("M184 180Q168 290 166 320", 14, 45);
    p.shine("M160 490Q162 520 172 540", 10, 30);
}

fn bag(p: &mut Pen, look: &Look) {
    let foil = p.round(look.main);
    p.path("M160 92L480 92L472 130Q506 320 472 520L480 558L160 558L168 520Q134 320 168 130Z", foil);
    p.path("M160 92L480 92L476 124L164 124ZM164 526L476 526L480 558L160 558Z", look.main.dark(16));
    for x in (178..470).step_by(22) {
        p.line(&format!("M{x} 98V118M{x} 532V552"), 3, look.main.light(20));
    }
    p.circle(320, 280, 128, look.second);
    p.circle(320, 280, 112, look.second.light(12));
    p.label(320, 280, 196, &look.label, look.second.print());
    p.rect(220, 446, 200, 14, 7, Colour::WHITE);
    p.rect(256, 474, 128, 10, 5, look.main.light(60));
    p.shine("M182 170Q164 300 178 420", 16, 50);
    p.shine("M462 180Q476 300 466 380", 8, 30);
}

fn pouch(p: &mut Pen, look: &Look) {
    let film = p.round(look.main);
    p.path("M176 96H464L470 140Q492 360 500 540Q320 580 140 540Q148 360 170 140Z", film);
    p.path("M176 96H464L467 134H173Z", look.second);
    p.line("M172 152H468", 4, look.main.light(45));
    p.rect(212, 198, 216, 196, 26, Colour::WHITE);
    p.rect(212, 352, 216, 42, 20, look.second);
    p.rect(212, 340, 216, 24, 0, look.second);
    p.label(320, 272, 184, &look.label, look.second.dark(10));
    p.circle(264, 450, 30, look.second.light(25));
    p.circle(324, 466, 34, look.second);
    p.circle(384, 450, 28, look.second.light(45));
    p.shade("M140 540Q320 500 500 540Q320 580 140 540Z", 18);
    p.shine("M190 190Q176 330 168 470", 14, 50);
}

fn sachet(p: &mut Pen, look: &Look) {
    p.turned(8, |p| sachet_at(p, look, 74, look.main.dark(14)));
    sachet_at(p, look, 0, look.main);
}

fn sachet_at(p: &mut Pen, look: &Look, x: i32, colour: Colour) {
    let film = p.round(colour);
    p.rect(150 + x, 120, 250, 436, 10, film);
    p.rect(150 + x, 120, 250, 40, 8, look.second);
    p.rect(150 + x, 516, 250, 40, 8, look.second);
    p.path(
        &format!("M{} 330Q{} 290 {} 330V470H{}Z", 150 + x, 275 + x, 400 + x, 150 + x),
        look.second.light(25),
    );
    p.label(275 + x, 256, 200, &look.label, colour.print());
    p.circle(275 + x, 412, 42, look.second);
    p.shine(&format!("M{} 180V500", 172 + x), 10, 50);
}

/// The paper of a seed packet, without a plant.
fn packet(p: &mut Pen, look: &Look) {
    p.rect(164, 84, 312, 474, 12, Colour::WHITE);
    let sky = p.blend(Colour::WHITE, look.second.light(60));
    p.rect(176, 186, 288, 360, 6, sky);
    p.rect(176, 96, 288, 96, 6, look.second);
    p.label(320, 144, 160, &look.label, look.second.print());
    p.shine("M184 206V530", 8, 60);
}

/// Long fruit: cucumbers, chillies, beans.
fn seeds_long(p: &mut Pen, look: &Look) {
    packet(p, look);
    for (x, turn) in [(-72, 16), (72, -16), (0, 0)] {
        p.placed(x, 60, 100, |p| {
            p.turned(turn, |p| {
                let fruit = p.round(look.main);
                p.path("M290 190Q320 170 350 190Q376 320 322 470Q264 320 290 190Z", fruit);
                p.path("M286 196Q320 150 354 196Q320 216 286 196Z", look.second);
                p.line("M320 176Q322 150 336 136", 10, look.second);
                p.shine("M304 220V330", 7, 50);
            });
        });
    }
}

/// Heads of leaves: cabbage.
fn seeds_leaf(p: &mut Pen, look: &Look) {
    packet(p, look);
    p.path("M320 520Q180 520 200 330Q210 250 260 250Q290 210 330 226Q400 210 420 280Q470 340 430 450Q400 524 320 520Z", look.second.light(20));
    let heart = p.ball(look.main);
    p.path("M320 516Q220 500 236 360Q260 260 320 262Q390 262 404 360Q420 500 320 516Z", heart);
    p.line("M320 510V290M320 470Q270 420 258 360M320 470Q370 420 384 360", 9, Colour::WHITE);
}

fn seeds(p: &mut Pen, look: &Look) {
    packet(p, look);
    let fruit = p.ball(look.main);
    p.ellipse(262, 400, 72, 86, &fruit);
    p.ellipse(386, 424, 68, 80, &fruit);
    p.ellipse(322, 458, 64, 72, &fruit);
    let leaf = look.second.dark(8);
    p.path("M262 320Q210 300 206 244Q260 256 262 320Q270 250 330 236Q324 304 262 320Z", leaf);
    p.path("M386 348Q366 300 400 262Q424 304 386 348Q410 316 448 318Q432 352 386 348Z", leaf.light(16));
}
