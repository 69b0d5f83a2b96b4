//! Merchants' HTML, made safe and small.

use super::limits::DESCRIPTION_BYTES_MAX;
use ammonia::Builder;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What is left of a description. No links and no pictures: they would lead out of the shop or cost the shopper
/// megabytes. No attributes: the shop's own style sheet is the only one.
const TAGS: [&str; 21] = [
    "h3", "h4", "h5", "h6", "p", "br", "ul", "ol", "li", "table", "thead", "tbody", "tfoot", "tr", "th",
    "td", "caption", "strong", "em", "b", "i",
];
/// Elements whose text goes with them.
const TAGS_WITH_CONTENT: [&str; 12] = [
    "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea",
    "title", "audio",
];
/// Elements that mean nothing when empty.
const EMPTY: [&str; 14] = [
    "<p></p>",
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

/// `html` with only the elements of [`TAGS`]; empty when nothing is left to read. A text without any markup keeps its
/// lines as paragraphs.
///
/// # Errors
/// The reason, when what is left is longer than [`DESCRIPTION_BYTES_MAX`].
pub(super) fn sanitise(html: &str) -> Result<String, String> {
    if html.trim().is_empty() {
        return Ok(String::new());
    }
    let has_markup = html.contains('<');
    let mapped = if has_markup { map_elements(html) } else { paragraphs(html) };
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

/// The page has its own first and second headings, so those of a description go one step down; blocks become
/// paragraphs. What this makes of broken markup does not matter: the sanitiser parses the outcome.
fn map_elements(html: &str) -> String {
    const MAP: [(&str, &str); 6] =
        [("h1", "h3"), ("h2", "h3"), ("div", "p"), ("section", "p"), ("article", "p"), ("blockquote", "p")];
    let mut mapped = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at + 1);
        mapped.push_str(before);
        let (slash, name) = tag.strip_prefix('/').map_or(("", tag), |name| ("/", name));
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        mapped.push_str(slash);
        let lower = name[..end].to_ascii_lowercase();
        mapped.push_str(MAP.iter().find(|(from, _)| *from == lower).map_or(&name[..end], |(_, to)| to));
        rest = &name[end..];
    }
    mapped.push_str(rest);
    mapped
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
    fn a_description_beyond_the_limit_is_refused() {
        assert!(sanitise(&"<p>字</p>".repeat(DESCRIPTION_BYTES_MAX / 8)).is_err());
    }
}
