//! Merchants' HTML, made safe and small.

use super::limits::DESCRIPTION_BYTES_MAX;
use ammonia::Builder;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What is left of a description. No links and no pictures: they would lead out of the shop or cost the shopper
/// megabytes. No attributes: the shop's own style sheet is the only one.
const TAGS: [&str; 25] = [
    "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody",
    "tfoot", "tr", "th", "td", "caption", "strong", "em", "b", "i",
];
/// Elements that stand by themselves in a browser, and become others here: the page has its own first and second headings,
/// so those of a description go one step down, and every other block becomes a paragraph. Their words would run together
/// otherwise.
const BLOCKS: [(&str, &str); 34] = [
    ("h1", "h3"),
    ("h2", "h3"),
    ("menu", "ul"),
    ("dir", "ul"),
    ("address", "p"),
    ("article", "p"),
    ("aside", "p"),
    ("blockquote", "p"),
    ("center", "p"),
    ("details", "p"),
    ("dialog", "p"),
    ("div", "p"),
    ("fieldset", "p"),
    ("figcaption", "p"),
    ("figure", "p"),
    ("footer", "p"),
    ("form", "p"),
    ("frameset", "p"),
    ("header", "p"),
    ("hgroup", "p"),
    ("legend", "p"),
    ("listing", PRE),
    ("main", "p"),
    ("marquee", "p"),
    ("multicol", "p"),
    ("nav", "p"),
    ("noframes", "p"),
    ("optgroup", "p"),
    ("option", "p"),
    ("plaintext", PRE),
    ("pre", PRE),
    ("search", "p"),
    ("section", "p"),
    ("summary", "p"),
];
/// A paragraph whose lines stay lines.
const PRE: &str = "pre";
/// Elements within a line. With those of [`TAGS`], [`BLOCKS`] and [`TAGS_WITH_CONTENT`] they are what makes a text HTML:
/// `5 <b 6` is none, whatever else stands between `<` and `>`.
const INLINE: [&str; 42] = [
    "a", "abbr", "acronym", "bdi", "bdo", "big", "button", "cite", "code", "col", "colgroup", "data", "del",
    "dfn", "embed", "font", "html", "body", "head", "meta", "link", "img", "input", "ins", "kbd", "label",
    "mark", "picture", "q", "s", "samp", "small", "source", "span", "strike", "sub", "sup", "tt", "u", "var",
    "video", "wbr",
];
/// Elements whose text goes with them.
const TAGS_WITH_CONTENT: [&str; 12] = [
    "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea",
    "title", "audio",
];
/// Elements that mean nothing when empty.
const EMPTY: [&str; 17] = [
    "<p></p>",
    "<dl></dl>",
    "<dt></dt>",
    "<dd></dd>",
    "<li></li>",
    "<ul></ul>",
    "<ol></ol>",
    "<strong></strong>",
    "<em></em>",
    "<b></b>",
    "<i></i>",
    "<h3></h3>",
    "<h4></h4>",
    "<h5></h5>",
    "<h6></h6>",
    "<p><br></p>",
    "<table></table>",
];
/// How deep empty elements inside empty elements are cleared away.
const EMPTY_DEPTH_MAX: usize = 16;

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(TAGS_WITH_CONTENT))
        .generic_attributes(HashSet::new())
        .tag_attributes(HashMap::new())
        .strip_comments(true);
    builder
});

/// `html` with only the elements of [`TAGS`]; empty when nothing is left to read. A text without any block of HTML keeps its
/// lines as paragraphs.
///
/// # Errors
/// The reason, when what is left is longer than [`DESCRIPTION_BYTES_MAX`].
pub(super) fn sanitise(html: &str) -> Result<String, String> {
    if html.trim().is_empty() {
        return Ok(String::new());
    }
    let mapped = if has_blocks(html) {
        map_elements(html)
    } else if has_markup(html) {
        map_elements(&paragraphs(html))
    } else {
        paragraphs(&html.replace('<', "&lt;"))
    };
    let mut clean = CLEANER.clean(&mapped).to_string().replace("&nbsp;", " ").replace('\u{a0}', " ");
    clean = collapse_space(&clean);
    for _ in 0..EMPTY_DEPTH_MAX {
        match without_empty(&clean) {
            Some(smaller) => clean = collapse_space(&smaller),
            None => break,
        }
    }
    if clean.len() > DESCRIPTION_BYTES_MAX {
        return Err(format!("the description is longer than {DESCRIPTION_BYTES_MAX} bytes"));
    }
    Ok(clean)
}

/// Whether `text` is HTML: it has a tag of an element that HTML has, or a comment.
pub(super) fn has_markup(text: &str) -> bool {
    text.contains("<!--") || tags(text).any(|tag| is_element(&tag.name))
}

/// Whether HTML lays `text` out, and not its line ends.
fn has_blocks(text: &str) -> bool {
    let is_inline = |name: &str| INLINE.contains(&name) || ["strong", "em", "b", "i"].contains(&name);
    tags(text).any(|tag| is_element(&tag.name) && !is_inline(&tag.name))
}

fn is_element(name: &str) -> bool {
    TAGS.contains(&name)
        || INLINE.contains(&name)
        || TAGS_WITH_CONTENT.contains(&name)
        || BLOCKS.iter().any(|(from, _)| *from == name)
}

/// A tag, and where it stands, bytes.
struct Tag {
    start: usize,
    name_end: usize,
    is_end: bool,
    /// In small letters.
    name: String,
}

/// The tags of `html`. Each is closed before the next `<`: `5 <b 6` has none.
fn tags(html: &str) -> impl Iterator<Item = Tag> + '_ {
    html.match_indices('<').filter_map(|(start, _)| {
        let rest = &html[start + 1..];
        let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let (name, behind) = rest.split_at(rest.find(|c: char| !c.is_ascii_alphanumeric())?);
        let is_name = behind.starts_with(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>');
        let is_closed = behind[behind.find(['<', '>'])?..].starts_with('>');
        let name_end = start + 1 + usize::from(is_end) + name.len();
        let name = name.to_ascii_lowercase();
        (is_name && is_closed && !name.is_empty()).then_some(Tag { start, name_end, is_end, name })
    })
}

/// Writes elements as [`BLOCKS`] says, and the lines of [`PRE`] as lines. What this makes of broken markup does not matter:
/// the sanitiser parses the outcome.
fn map_elements(html: &str) -> String {
    let mut mapped = String::with_capacity(html.len());
    let mut done = 0;
    let mut pre_depth = 0_usize;
    for tag in tags(html) {
        push_text(&mut mapped, &html[done..tag.start], pre_depth > 0);
        done = tag.name_end;
        let to = BLOCKS.iter().find(|(from, _)| *from == tag.name).map_or(tag.name.as_str(), |(_, to)| *to);
        if to == PRE {
            pre_depth = if tag.is_end { pre_depth.saturating_sub(1) } else { pre_depth + 1 };
        }
        mapped.push_str(if tag.is_end { "</" } else { "<" });
        mapped.push_str(if to == PRE { "p" } else { to });
    }
    push_text(&mut mapped, &html[done..], pre_depth > 0);
    mapped
}

/// Writes what stands between the names of two tags: the end of one, and text.
fn push_text(mapped: &mut String, text: &str, is_pre: bool) {
    match text.split_once('>') {
        Some((attributes, lines)) if is_pre => {
            // The first line end after <pre> is not shown.
            let lines = lines.replace("\r\n", "\n").replace('\r', "\n");
            let lines = if mapped.ends_with("<p") { lines.trim_start_matches('\n') } else { &lines };
            mapped.extend([attributes, ">", &lines.replace('\n', "<br>")]);
        }
        _ => mapped.push_str(text),
    }
}

fn paragraphs(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    format!("<p>{}</p>", lines.join("</p><p>"))
}

/// Every run of white space becomes one space, or nothing beside a block's tag.
fn collapse_space(html: &str) -> String {
    let mut collapsed = String::with_capacity(html.len());
    for word in html.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    for tag in TAGS.iter().filter(|tag| !matches!(**tag, "strong" | "em" | "b" | "i")) {
        for tag in [format!("<{tag}>"), format!("</{tag}>")] {
            if collapsed.contains(&tag) {
                collapsed = collapsed.replace(&format!("{tag} "), &tag).replace(&format!(" {tag}"), &tag);
            }
        }
    }
    collapsed
}

/// `html` without elements that hold nothing; nothing when there are none.
fn without_empty(html: &str) -> Option<String> {
    let mut smaller = html.to_owned();
    for element in EMPTY {
        if smaller.contains(element) {
            smaller = smaller.replace(element, "");
        }
    }
    for blank in ["<strong> </strong>", "<em> </em>", "<b> </b>", "<i> </i>"] {
        if smaller.contains(blank) {
            smaller = smaller.replace(blank, " ");
        }
    }
    (smaller.len() < html.len()).then_some(smaller)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_keeps_its_words_and_loses_everything_that_could_act() {
        let clean = |html| sanitise(html).expect("short enough");
        assert_eq!(clean("<p onclick='x()'>好<a href='javascript:x'>看</a></p>"), "<p>好看</p>");
        assert_eq!(clean("<script>alert(1)</script><style>p{}</style>a<b>c</b>"), "a<b>c</b>");
        assert_eq!(clean("<img src=x onerror=alert(1)><p>x</p>"), "<p>x</p>");
        assert_eq!(clean("<svg><script>1</script></svg><p>x</p>"), "<p>x</p>");
        assert_eq!(clean("<h1>Big</h1>\n<div>text</div>"), "<h3>Big</h3><p>text</p>");
        assert_eq!(clean("<p>&nbsp;</p><p> <b> </b></p><p>x</p>"), "<p>x</p>");
        assert_eq!(clean("<p></p>"), "");
        assert_eq!(clean("one\n\ntwo & three"), "<p>one</p><p>two &amp; three</p>");
        assert!(!clean("<table class=a><tr><td colspan=2>1</td></tr></table>").contains("colspan"));
        assert_eq!(clean("<p>5 < 6</p>"), "<p>5 &lt; 6</p>");
        assert!(!clean("<scr<script>ipt>alert(1)</script>").contains("<scr"));
    }

    #[test]
    fn words_of_two_blocks_never_run_together() {
        let clean = |html: &str| sanitise(html).expect("short enough");
        for (from, _) in BLOCKS {
            let text = clean(&format!("<{from}>one</{from}><{from}>two</{from}>"));
            assert!(!text.contains("onetwo"), "{from}: {text}");
            assert!(text.contains("one") && text.contains("two"), "{from}: {text}");
        }
        assert_eq!(clean("<dl><dt>Weight</dt><dd>5 kg</dd></dl>"), "<dl><dt>Weight</dt><dd>5 kg</dd></dl>");
        assert_eq!(clean("one<hr>two"), "one<hr>two");
        assert_eq!(clean("<details><summary>More</summary>text</details>"), "<p>More</p>text");
        assert_eq!(clean("<header>a</header><main>b</main><footer>c</footer>"), "<p>a</p><p>b</p><p>c</p>");
        assert_eq!(clean("<center>a</center><address>b<br>c</address>"), "<p>a</p><p>b<br>c</p>");
    }

    #[test]
    fn preformatted_lines_stay_lines() {
        let clean = |html: &str| sanitise(html).expect("short enough");
        assert_eq!(
            clean("<pre>\none\r\n <b>two</b>\nthree</pre><p>a\nb</p>"),
            "<p>one<br><b>two</b><br>three</p><p>a b</p>"
        );
        assert_eq!(clean("<pre class='a\nb'>one\ntwo</pre>"), "<p>one<br>two</p>");
    }

    #[test]
    fn a_text_with_a_less_than_sign_or_bold_words_keeps_its_lines() {
        let clean = |html: &str| sanitise(html).expect("short enough");
        assert_eq!(clean("for 5 < 6\nor <3 kg"), "<p>for 5 &lt; 6</p><p>or &lt;3 kg</p>");
        assert_eq!(clean("a <b c\nd"), "<p>a &lt;b c</p><p>d</p>");
        assert_eq!(clean("for <your name> here\nnext"), "<p>for &lt;your name&gt; here</p><p>next</p>");
        assert_eq!(clean("one\n<b>two</b>\nthree"), "<p>one</p><p><b>two</b></p><p>three</p>");
        assert_eq!(clean("one\ntwo<br>three"), "one two<br>three");
    }

    #[test]
    fn a_description_beyond_the_limit_is_refused() {
        assert!(sanitise(&"<p>字</p>".repeat(DESCRIPTION_BYTES_MAX / 8)).is_err());
    }
}
