//! Bottles, jars, tubes and cans.

use super::{Colour, Look, Pen, Template};

/// The templates of this file.
pub(crate) const TEMPLATES: &[(&str, Template)] = &[
    ("oil", oil),
    ("bottle", bottle),
    ("jar", jar),
    ("drink", drink),
    ("can", can),
    ("pump", pump),
    ("spray", spray),
    ("squeeze", squeeze),
    ("jug", jug),
    ("tube", tube),
    ("cream", cream),
    ("aerosol", aerosol),
    ("babybottle", baby_bottle),
    ("spirit", spirit),
];

fn oil(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    let cap = p.round(look.second);
    p.path("M262 130H342Q350 180 420 214Q462 240 462 290V520Q462 560 420 562H220Q178 560 178 520V290Q178 230 240 200Q260 180 262 130Z", body);
    p.path("M420 250Q444 262 442 310V380Q420 400 404 372V280Q404 252 420 250Z", look.main.light(58));
    p.rect(254, 78, 96, 58, 10, cap);
    p.rect(178, 390, 284, 124, 0, Colour::WHITE);
    p.rect(178, 390, 284, 18, 0, look.second);
    p.rect(178, 496, 284, 18, 0, look.second);
    p.label(320, 452, 250, &look.label, look.second.dark(12));
    p.shine("M204 280V374M276 150Q270 190 236 220", 12, 60);
}

fn bottle(p: &mut Pen, look: &Look) {
    let glass = p.round(look.main);
    let cap = p.round(look.second);
    p.path("M282 120H358V210Q360 244 400 276Q428 300 428 340V530Q428 562 396 562H244Q212 562 212 530V340Q212 300 240 276Q280 244 282 210Z", glass);
    p.rect(274, 70, 92, 62, 10, cap);
    p.rect(212, 350, 216, 164, 0, look.second.light(78));
    p.rect(212, 350, 216, 14, 0, look.second);
    p.rect(212, 500, 216, 14, 0, look.second);
    p.label(320, 433, 176, &look.label, look.second.dark(18));
    p.shine("M298 150V216Q292 256 252 294Q236 310 234 336M234 526V540", 12, 55);
}

fn spirit(p: &mut Pen, look: &Look) {
    let glass = p.round(look.main);
    let cap = p.round(look.second);
    p.path(
        "M276 150H364V222Q452 250 452 330V520Q452 562 408 562H232Q188 562 188 520V330Q188 250 276 222Z",
        glass,
    );
    p.rect(266, 76, 108, 84, 12, cap);
    p.path("M320 290L430 400L320 510L210 400Z", look.second);
    p.path("M320 308L412 400L320 492L228 400Z", look.second.light(78));
    p.label(320, 400, 100, &look.label, look.second.dark(20));
    p.shine("M212 330V510", 13, 55);
}

fn jar(p: &mut Pen, look: &Look) {
    let glass = p.round(look.main);
    let lid = p.round(look.second);
    p.path(
        "M190 190H450Q494 230 494 280V510Q494 562 440 562H200Q146 562 146 510V280Q146 230 190 190Z",
        glass,
    );
    p.rect(178, 116, 284, 80, 16, lid);
    for x in (196..450).step_by(24) {
        p.line(&format!("M{x} 134V180"), 4, look.second.dark(16));
    }
    p.rect(146, 310, 348, 176, 0, look.second.light(82));
    p.rect(146, 310, 348, 14, 0, look.second);
    p.rect(146, 472, 348, 14, 0, look.second);
    p.label(320, 398, 290, &look.label, look.main.dark(35));
    p.shine("M176 250V296M176 500V520", 16, 60);
}

fn drink(p: &mut Pen, look: &Look) {
    let liquid = p.round(look.main);
    let cap = p.round(look.second);
    p.path("M286 112H354V160Q356 196 396 232Q420 256 416 300L404 360L418 420V536Q418 564 388 564H252Q222 564 222 536V420L236 360L224 300Q220 256 244 232Q284 196 286 160Z", liquid);
    p.rect(276, 66, 88, 52, 8, cap);
    p.path("M228 318H412L404 360L412 398H228L236 360Z", look.second);
    p.rect(222, 398, 196, 84, 0, look.second);
    p.label(320, 406, 168, &look.label, look.second.print());
    p.line("M262 510V548M320 514V550M378 510V548", 6, look.main.light(45));
    p.shine("M302 132V166Q296 210 258 246", 11, 60);
}

fn can(p: &mut Pen, look: &Look) {
    let metal = p.round(Colour::STEEL);
    let paint = p.round(look.main);
    p.path("M226 120H414L438 166H202Z", &metal);
    p.path("M202 520H438L414 564Q320 574 226 564Z", &metal);
    p.rect(202, 160, 236, 368, 8, paint);
    p.ellipse(320, 120, 95, 22, Colour::STEEL.light(50));
    p.ellipse(320, 122, 78, 15, Colour::STEEL.dark(8));
    p.ellipse(320, 122, 26, 7, Colour::STEEL.light(50));
    p.path("M202 400Q270 340 330 390T438 370V528H202Z", look.second);
    p.label(320, 284, 190, &look.label, look.main.print());
    p.circle(270, 450, 14, look.second.light(50));
    p.circle(330, 480, 20, look.second.light(50));
    p.circle(384, 440, 12, look.second.light(50));
    p.shine("M228 180V500", 14, 50);
}

fn pump(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    let head = p.round(look.second);
    p.path("M196 290Q196 236 250 232H390Q444 236 444 290V520Q444 562 402 562H238Q196 562 196 520Z", body);
    p.rect(268, 186, 104, 52, 10, &head);
    p.rect(306, 126, 28, 66, 4, look.second.dark(16));
    p.path("M220 92Q220 80 234 80H366Q384 82 384 100V132H282V118H236Q220 116 220 104Z", &head);
    p.ellipse(320, 402, 100, 100, Colour::WHITE);
    p.label(320, 402, 150, &look.label, look.main.dark(35));
    p.shine("M220 290V510", 14, 55);
}

fn spray(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    p.path("M276 250H370Q380 300 424 340Q446 366 446 400V522Q446 562 406 562H240Q200 562 200 522V400Q200 340 260 310Q276 290 276 250Z", body);
    p.rect(266, 210, 114, 48, 8, look.second.dark(10));
    p.path("M200 116Q200 98 222 98H400Q440 104 440 150V176L384 214H266V160H200Z", look.second);
    p.path("M244 160Q240 210 196 240L216 252Q262 226 272 166Z", look.second.dark(22));
    p.rect(178, 112, 30, 40, 6, look.second.dark(24));
    p.rect(224, 392, 198, 128, 20, Colour::WHITE);
    p.label(323, 456, 174, &look.label, look.main.dark(35));
    p.shine("M222 410V520M290 270Q290 300 270 320", 12, 50);
}

fn squeeze(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    let cap = p.round(look.second);
    p.path("M270 190H370Q460 250 452 360Q448 410 456 520Q456 562 414 562H226Q184 562 184 520Q192 410 188 360Q180 250 270 190Z", body);
    p.path("M296 84H344L352 130H288Z", &cap);
    p.rect(264, 126, 112, 70, 12, &cap);
    p.path("M206 330Q320 270 434 330V470Q320 530 206 470Z", Colour::WHITE);
    p.label(320, 400, 200, &look.label, look.main.dark(32));
    p.circle(396, 470, 22, look.second.light(20));
    p.shine("M214 280Q204 320 206 350M206 500V520", 14, 55);
}

fn jug(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    let cap = p.round(look.second);
    p.path("M200 170H300L340 210H430Q480 214 480 270V520Q480 562 438 562H204Q160 562 160 520V250Q160 200 200 170Z", body);
    p.path("M340 246H424Q444 250 444 280V344Q444 362 426 362Q408 362 408 340V288H340Q320 280 320 264Q322 248 340 246Z", look.main.light(62));
    p.rect(204, 108, 96, 68, 10, cap);
    p.rect(188, 380, 264, 138, 18, Colour::WHITE);
    p.rect(188, 484, 264, 34, 14, look.second);
    p.label(320, 432, 230, &look.label, look.main.dark(35));
    p.shine("M184 250V360", 14, 55);
}

fn tube(p: &mut Pen, look: &Look) {
    p.turned(24, |p| {
        let body = p.round(look.main);
        let cap = p.round(look.second);
        p.path("M214 70H426L392 450H248Z", body);
        p.rect(210, 60, 220, 34, 6, look.main.dark(14));
        p.path("M250 450H390L380 476H260Z", look.main.light(40));
        p.rect(258, 470, 124, 100, 14, cap);
        p.path("M228 230Q320 190 412 230L404 310Q320 350 236 310Z", look.second);
        p.label(320, 264, 150, &look.label, look.second.print());
        p.rect(290, 366, 60, 14, 7, Colour::WHITE);
        p.shine("M244 110L262 430", 14, 55);
    });
}

fn cream(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    let lid = p.round(look.second);
    p.path("M130 340V500Q130 564 320 564T510 500V340Z", body);
    p.path("M118 250V340Q118 396 320 396T522 340V250Z", lid);
    p.ellipse(320, 250, 202, 60, look.second.light(36));
    p.ellipse(320, 250, 172, 48, look.second.light(20));
    p.label(320, 250, 150, &look.label, look.second.print());
    p.rect(220, 442, 200, 60, 30, Colour::WHITE);
    p.rect(256, 464, 128, 14, 7, look.main.dark(20));
    p.shine("M150 400V500", 14, 55);
}

fn aerosol(p: &mut Pen, look: &Look) {
    let body = p.round(look.main);
    let cap = p.round(look.second);
    p.path("M220 230Q220 186 320 186T420 230V530Q420 566 320 566T220 530Z", body);
    p.path("M248 120Q248 96 320 96T392 120V206Q392 224 320 224T248 206Z", cap);
    p.rect(232, 120, 44, 20, 4, Colour::INK);
    p.path("M220 300Q320 340 420 300V450Q320 490 220 450Z", Colour::WHITE);
    p.label(320, 396, 172, &look.label, look.main.dark(30));
    p.path("M180 96L120 70M176 124H108M180 152L122 178", look.second);
    p.line("M196 116L130 86M192 130H118M196 144L130 174", 7, look.second.light(45));
    p.shine("M244 250V530", 13, 50);
}

fn baby_bottle(p: &mut Pen, look: &Look) {
    let glass = p.round(look.main.light(55));
    let ring = p.round(look.main);
    p.path("M296 140Q276 70 320 66Q364 70 344 140L384 190H256Z", Colour::WOOD.light(45));
    p.rect(236, 176, 168, 62, 14, ring);
    p.path(
        "M244 238H396Q424 270 424 320V520Q424 562 384 562H256Q216 562 216 520V320Q216 270 244 238Z",
        glass,
    );
    p.path("M216 360Q320 376 424 360V520Q424 562 384 562H256Q216 562 216 520Z", Colour::WHITE);
    for y in (300..540).step_by(40) {
        p.line(&format!("M376 {y}H408"), 6, look.main.dark(10));
    }
    p.circle(296, 450, 46, look.second);
    p.circle(258, 410, 22, look.second);
    p.circle(334, 410, 22, look.second);
    p.circle(280, 444, 7, Colour::INK);
    p.circle(312, 444, 7, Colour::INK);
    p.shine("M240 300V530", 12, 70);
}
