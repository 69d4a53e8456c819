//! The band's logo as markup: what is drawn inside its `<svg>`, to be put into a page, an icon or a ticket.

use usvg::roxmltree::Document;

/// A checked logo. It draws in `currentColor` and in colours of its own.
pub struct Logo {
    /// The `viewBox`, as written: four numbers.
    pub view: String,
    /// What stands inside the root element.
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
        for node in root.descendants().filter(|node| node.is_element()) {
            let name = node.tag_name().name();
            if ["script", "style", "foreignObject", "a", "image", "use", "animate", "set"].contains(&name) {
                return Err(format!("logo.svg: <{name}> can't stand in a page; draw it with paths"));
            }
            if let Some(wrong) = node.attributes().find(|it| it.name() == "style" || it.name().starts_with("on")) {
                return Err(format!("logo.svg: {}: write fill and stroke as attributes of their own", wrong.name()));
            }
        }
        let inner = match (root.first_child(), root.last_child()) {
            (Some(first), Some(last)) => source[first.range().start..last.range().end].to_owned(),
            _ => String::new(),
        };
        let view = numbers.iter().map(f32::to_string).collect::<Vec<_>>().join(" ");
        Ok(Self { view, inner })
    }

    /// For a page: it takes the colour of the text around it.
    pub fn markup(&self) -> String {
        format!(r#"<svg viewBox="{}" aria-hidden="true" focusable="false">{}</svg>"#, self.view, self.inner)
    }
}
