//! The page's own styles and script, which are inside it: without comments and spaces, and the styles as one element, so
//! that the security policy, which names each by its hash, is short too.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::scripts;
use crate::command::{program, quietly};
use crate::setup::FrontEndTools;
use crate::workspace::Workspace;

/// An opening and a closing tag.
type Element = (&'static str, &'static str);
const STYLE: Element = ("<style>", "</style>");
const SCRIPT: Element = ("<script>", "</script>");

/// Minifies what stands in `page` between `<style>` or `<script>` and its end; what has attributes is left alone.
///
/// # Errors
/// When esbuild cannot read it.
pub(super) fn minified(
    workspace: &Workspace,
    tools: &FrontEndTools,
    work: &Path,
    page: &str,
) -> Result<String> {
    let mut page = page.to_owned();
    for (element, name, target) in
        [(STYLE, "page.css", scripts::TARGET), (SCRIPT, "page-script.js", scripts::BOOT_TARGET)]
    {
        let Some((rest, body)) = taken_out(&page, element) else { continue };
        let (source, small) = (work.join(name), work.join(format!("small-{name}")));
        fs::write(&source, body).with_context(|| format!("writing {}", source.display()))?;
        let mut esbuild = program(&tools.scripts.esbuild);
        esbuild
            .arg(&source)
            .args(["--minify", "--charset=utf8", target, "--legal-comments=none"])
            .arg(format!("--outfile={}", small.display()));
        quietly(workspace, &format!("minifying {name}"), "at once", &mut esbuild)?;
        let body = fs::read_to_string(&small).with_context(|| format!("reading {}", small.display()))?;
        page = rest.replacen(element.0, &format!("{}{}{}", element.0, body.trim_end(), element.1), 1);
    }
    Ok(page)
}

/// The bodies of all such elements, joined, and the page with a bare opening tag where the first one was.
fn taken_out(page: &str, (open, close): Element) -> Option<(String, String)> {
    let (before, mut rest) = page.split_once(open)?;
    let (mut kept, mut bodies) = (format!("{before}{open}"), String::new());
    loop {
        let (body, after) = rest.split_once(close)?;
        bodies += body;
        let Some((between, next)) = after.split_once(open) else { break Some((kept + after, bodies)) };
        kept += between.trim();
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::{STYLE, taken_out};

    #[test]
    fn styles_become_one_in_their_order_and_all_else_stays() {
        let page = "<head><style>a{}</style>\n<style>b{}</style><script src=x></script></head>";
        let (rest, bodies) = taken_out(page, STYLE).expect("styles");
        assert_eq!(
            (rest.as_str(), bodies.as_str()),
            ("<head><style><script src=x></script></head>", "a{}b{}")
        );
        assert!(taken_out("<head></head>", STYLE).is_none());
    }
}
