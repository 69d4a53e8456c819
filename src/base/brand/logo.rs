//! The band's logo as markup: what is drawn inside its `<svg>`, to be put into a page, an icon or a ticket.

use usvg::roxmltree::{Document, Node};

use super::template::escape;

/// What a logo may be drawn with.
const ELEMENTS: [&str; 17] = [
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "title",
    "desc",
];
/// What a drawing program says of the whole drawing at its root.
const LOOKS: [&str; 7] =
    ["fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"];
const SVG: &str = "http://www.w3.org/2000/svg";

/// A checked logo. It draws in `currentColor` and in colours of its own.
pub struct Logo {
    /// The `viewBox`, as written: four numbers.
    pub view: String,
    /// What stands inside the root element, written anew: a page reads markup otherwise than XML does, so nothing of the
    /// file reaches it as it stood there.
    pub inner: String,
}

impl Logo {
    /// Reads a logo.
    ///
    /// # Errors
    /// What is wrong with it, in one line: no SVG, empty, or with something in it that a page doesn't take.
    pub fn read(source: &str) -> Result<Self, String> {
        match usvg::Tree::from_str(source, &usvg::Options::default()) {
            Ok(tree) if tree.root().has_children() => {}
            Ok(_) => return Err("logo.svg: nothing is drawn in it".to_owned()),
            Err(error) => return Err(format!("logo.svg: {error}")),
        }
        let document = Document::parse(source).map_err(|error| format!("logo.svg: {error}"))?;
        let root = document.root_element();
        let view = root.attribute("viewBox").ok_or("logo.svg: needs a viewBox")?;
        let numbers: Vec<f32> = view.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
        if numbers.len() != 4 || numbers[2] <= 0.0 || numbers[3] <= 0.0 {
            return Err(format!("logo.svg: viewBox: “{view}” isn't four numbers"));
        }
        let mut inner = String::new();
        for node in root.children() {
            write(node, &mut inner)?;
        }
        let look: String = root
            .attributes()
            .filter(|it| LOOKS.contains(&it.name()))
            .map(|it| attribute(it.name(), it.value()))
            .collect();
        if !look.is_empty() {
            inner = format!("<g{look}>{inner}</g>");
        }
        let view = numbers.iter().map(f32::to_string).collect::<Vec<_>>().join(" ");
        let whole = format!(r#"<svg xmlns="{SVG}" viewBox="{view}">{inner}</svg>"#);
        if !usvg::Tree::from_str(&whole, &usvg::Options::default()).is_ok_and(|tree| tree.root().has_children()) {
            return Err("logo.svg: nothing that a page takes is drawn in it".to_owned());
        }
        Ok(Self { view, inner })
    }

    /// For a page: it takes the colour of the text around it.
    pub fn markup(&self) -> String {
        format!(r#"<svg viewBox="{}" aria-hidden="true" focusable="false">{}</svg>"#, self.view, self.inner)
    }
}

/// Writes a node of the drawing. What other programs keep in the file for themselves is left out.
fn write(node: Node, inner: &mut String) -> Result<(), String> {
    if !node.is_element() {
        return Ok(());
    }
    let (name, space) = (node.tag_name().name(), node.tag_name().namespace());
    if space != Some(SVG) || name == "metadata" {
        return Ok(());
    }
    if !ELEMENTS.contains(&name) {
        return Err(format!("logo.svg: <{name}> can't stand in a page; draw it with paths"));
    }
    // A name for readers says what the band's name beside it says already.
    if name == "title" || name == "desc" {
        return Ok(());
    }
    inner.push('<');
    inner.push_str(name);
    for it in node.attributes().filter(|it| it.namespace().is_none() || it.name() == "href") {
        let (name, value) = (it.name(), it.value());
        if name == "style" || name.starts_with("on") {
            return Err(format!("logo.svg: {name}: write fill and stroke as attributes of their own"));
        }
        if name == "href" && !value.starts_with('#') {
            return Err("logo.svg: href: leads out of the drawing".to_owned());
        }
        inner.push_str(&attribute(name, value));
    }
    inner.push('>');
    for child in node.children() {
        write(child, inner)?;
    }
    inner.push_str(&format!("</{name}>"));
    Ok(())
}

/// An attribute as it is written. Its ids and what points to them are the logo's own: a page has ids too.
fn attribute(name: &str, value: &str) -> String {
    let value = if name == "id" { format!("logo-{value}") } else { value.replace("url(#", "url(#logo-") };
    let value = if name == "href" { value.replacen('#', "#logo-", 1) } else { value };
    format!(r#" {name}="{}""#, escape(&value))
}
