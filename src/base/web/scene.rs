//! Drawings of any figure: marks with their places, which a page shows as links and a picture paints. No I/O.

/// The width of every drawing in its own units; drawn about as wide as it is shown.
pub const WIDTH: f64 = 480.0;

/// A drawing, 480 units wide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    pub height: f64,
    pub groups: Vec<Group>,
}

/// Marks that are one thing, and where it leads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    pub href: Option<String>,
    pub label: String,
    pub shapes: Vec<Shape>,
}

/// One mark; `class` is one of those of `home.css`.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Rect { x: f64, y: f64, width: f64, height: f64, class: &'static str, opacity: f64 },
    Line { x1: f64, y1: f64, x2: f64, y2: f64, class: &'static str },
    Path { points: String, class: &'static str },
    Text { x: f64, y: f64, anchor: &'static str, class: &'static str, text: String },
}

/// What a bar or a column is of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Value {
    /// In a few words, under or over its mark.
    pub name: String,
    pub value: f64,
    /// As it is written.
    pub shown: String,
    /// Of it, what is drawn lighter.
    pub part: f64,
    pub goal: Option<f64>,
    /// All of it, for who points at it or hears it.
    pub label: String,
    pub href: Option<String>,
    pub most: bool,
}

/// A line of the largest type (phones), with air.
const LINE: f64 = 24.0;
/// A letter of the largest type, about; a digit is wider.
const LETTER: f64 = 11.0;
const DIGIT: f64 = 13.0;
/// Bars that a drawing shows; the table has the others.
pub const BARS: usize = 24;
/// Columns that can be touched one by one.
const TOUCHED: usize = 60;

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn text(x: f64, y: f64, anchor: &'static str, class: &'static str, text: impl Into<String>) -> Shape {
    Shape::Text { x: round(x), y: round(y), anchor, class, text: text.into() }
}

fn rect(x: f64, y: f64, width: f64, height: f64, class: &'static str) -> Shape {
    Shape::Rect { x: round(x), y: round(y), width: round(width), height: round(height), class, opacity: 1.0 }
}

/// What answers a finger: unseen, larger than the mark.
fn touch(x: f64, y: f64, width: f64, height: f64) -> Shape {
    Shape::Rect { x: round(x), y: round(y), width: round(width), height: round(height), class: "", opacity: 0.0 }
}

/// A name cut to the letters that fit.
fn cut(name: &str, room: f64) -> String {
    let letters = (room / LETTER) as usize;
    if name.chars().count() <= letters {
        return name.to_owned();
    }
    let kept: String = name.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A name under a column: a day that doesn't fit loses its year before it loses letters.
fn under(name: &str, room: f64) -> String {
    let fits = name.chars().count() <= (room / LETTER) as usize;
    let day =
        name.rsplit_once(' ').filter(|(_, year)| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
    match day {
        Some((day, _)) if !fits => cut(day, room),
        _ => cut(name, room),
    }
}

/// A bar a line, its name over it, on one scale from nought; the longest is in signal.
pub fn bars(values: &[Value]) -> Scene {
    const ROW: f64 = 62.0;
    let values = &values[..values.len().min(BARS)];
    let longest = values.iter().map(|value| value.shown.chars().count()).max().unwrap_or(0) as f64;
    let room = (WIDTH - longest * DIGIT - 14.0).max(120.0);
    let most = values.iter().map(|value| value.value.max(value.goal.unwrap_or(0.0))).fold(0.0, f64::max);
    let scale = |value: f64| if most > 0.0 { value / most * room } else { 0.0 };
    let highest = values.iter().map(|value| value.value).fold(0.0, f64::max);
    let named = values.iter().any(|value| value.most);
    let mut found = false;
    let groups = values.iter().enumerate().map(|(at, value)| {
        let y = at as f64 * ROW;
        let first = if named { value.most } else { value.value >= highest && highest > 0.0 && !found };
        found |= first;
        let (width, part) = (scale(value.value), scale(value.part));
        let mut shapes = vec![touch(0.0, y, WIDTH, ROW), text(0.0, y + 20.0, "start", "", cut(&value.name, WIDTH))];
        shapes.push(rect(0.0, y + 28.0, width, 22.0, if first { "hi" } else { "" }));
        if value.part > 0.0 {
            shapes.push(rect(width - part, y + 28.0, part, 22.0, "soft"));
        }
        if let Some(goal) = value.goal {
            let x = round(scale(goal));
            shapes.push(Shape::Line { x1: x, y1: y + 24.0, x2: x, y2: y + 54.0, class: "" });
        }
        shapes.push(text(width + 8.0, y + 46.0, "start", "", &value.shown));
        Group { href: value.href.clone(), label: value.label.clone(), shapes }
    });
    Scene { height: ROW * values.len() as f64, groups: groups.collect() }
}

/// A column each, in their order, the last in signal if none is named; the lighter part stands on top. Few carry their numbers and names;
/// of many the highest and the last do, and the ends are named.
pub fn columns(values: &[Value]) -> Scene {
    const TOP: f64 = 34.0;
    const BASE: f64 = 214.0;
    let count = values.len();
    let pitch = (WIDTH / count.max(1) as f64).min(96.0);
    let width = if count > TOUCHED { pitch } else { pitch * 0.8 };
    let most = values.iter().map(|value| value.value.max(value.goal.unwrap_or(0.0))).fold(0.0, f64::max).max(1.0);
    let level = |value: f64| BASE - value / most * (BASE - TOP);
    let wide = values.iter().map(|value| value.shown.chars().count()).max().unwrap_or(0) as f64 * DIGIT;
    let (few, named) = (wide <= pitch - 4.0, count <= 8);
    let some_named = values.iter().any(|value| value.most);
    let highest =
        values.iter().enumerate().rev().max_by(|a, b| a.1.value.total_cmp(&b.1.value)).map_or(0, |(at, _)| at);
    let groups = values.iter().enumerate().map(|(at, value)| {
        let (last, slot) = (at + 1 == count, at as f64 * pitch);
        let x = slot + (pitch - width) / 2.0;
        let (y, mid) = (level(value.value), x + width / 2.0);
        let mut shapes = Vec::new();
        if count <= TOUCHED {
            shapes.push(touch(slot, 0.0, pitch, BASE + LINE));
        }
        let first = if some_named { value.most } else { last };
        shapes.push(rect(x, y, width, BASE - y, if first { "hi" } else { "" }));
        if value.part > 0.0 {
            shapes.push(rect(x, y, width, (BASE - level(value.part)).min(BASE - y), "soft"));
        }
        if let Some(goal) = value.goal.filter(|_| count <= 24) {
            let (y, out) = (round(level(goal)), ((pitch - width) / 2.0 - 1.0).min(6.0));
            let class = if goal < value.value { "goal in" } else { "goal" };
            shapes.push(Shape::Line { x1: round(x - out), y1: y, x2: round(x + width + out), y2: y, class });
        }
        // On its column; over the goal only where that would cross it.
        let goal = value.goal.filter(|_| count <= 24).map(level);
        let number_y = goal.filter(|goal| (y - LINE - 10.0..y + 2.0).contains(goal)).map_or(y, |goal| goal.min(y));
        if few || last || at == highest {
            // The ends keep their numbers in the picture.
            let (anchor, at_x) = match () {
                () if few => ("middle", mid),
                () if last => ("end", (x + width).max(value.shown.chars().count() as f64 * DIGIT)),
                () if at < count / 2 => ("start", x),
                () => ("end", x + width),
            };
            let near = !few && last && highest != at && (at - highest) as f64 * pitch < 2.0 * wide;
            if !near || at == highest {
                shapes.push(text(at_x, number_y - 8.0, anchor, "over", &value.shown));
            }
        }
        if named {
            shapes.push(text(mid, BASE + LINE, "middle", "quiet", under(&value.name, pitch + 6.0)));
        } else if at == 0 || last {
            let (anchor, x) = if last { ("end", x + width) } else { ("start", x) };
            shapes.push(text(x, BASE + LINE, anchor, "quiet", &value.name));
        }
        let href = value.href.clone().filter(|_| count <= TOUCHED);
        Group { href, label: value.label.clone(), shapes }
    });
    let mut groups: Vec<Group> = groups.collect();
    let line = Shape::Line { x1: 0.0, y1: BASE, x2: round(pitch * count as f64), y2: BASE, class: "base" };
    groups.push(Group { shapes: vec![line], ..Group::default() });
    Scene { height: BASE + LINE + 8.0, groups }
}

/// A field of a heat map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    pub value: f64,
    pub shown: String,
    pub label: String,
    pub href: Option<String>,
}

/// Rows and columns of fields, darker the more: five steps, so that a number can be read on each.
pub fn heat(columns: &[String], rows: &[(String, Vec<Field>)]) -> Scene {
    const ROW: f64 = 46.0;
    const HEAD: f64 = 34.0;
    let longest = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0) as f64;
    let beside = (longest * LETTER + 12.0).clamp(60.0, 190.0);
    let pitch = (WIDTH - beside) / columns.len().max(1) as f64;
    let most = rows.iter().flat_map(|(_, fields)| fields).map(|field| field.value).fold(0.0, f64::max);
    let wide = rows.iter().flat_map(|(_, fields)| fields).map(|field| field.shown.chars().count()).max().unwrap_or(0);
    let small = wide as f64 * DIGIT > pitch - 4.0;
    let heads = columns
        .iter()
        .enumerate()
        .map(|(at, name)| text(beside + (at as f64 + 0.5) * pitch, 22.0, "middle", "quiet", cut(name, pitch + 4.0)));
    let mut groups = vec![Group { shapes: heads.collect(), ..Group::default() }];
    for (at, (name, fields)) in rows.iter().enumerate() {
        let y = HEAD + at as f64 * ROW;
        groups.push(Group {
            shapes: vec![text(0.0, y + 30.0, "start", "", cut(name, beside - 8.0))],
            ..Group::default()
        });
        groups.extend(fields.iter().enumerate().map(|(column, field)| {
            let x = beside + column as f64 * pitch;
            let (opacity, dark) = match field.value / most.max(1.0) {
                share if share <= 0.0 => (0.0, false),
                share if share < 0.25 => (0.08, false),
                share if share < 0.5 => (0.2, false),
                share if share < 0.75 => (0.8, true),
                _ => (1.0, true),
            };
            let (width, height) = (round(pitch - 2.0), ROW - 2.0);
            let shade = Shape::Rect { x: round(x), y: round(y), width, height, class: "", opacity };
            let class = match (dark, field.value > 0.0, small) {
                (true, _, false) => "in",
                (true, _, true) => "in small",
                (false, true, false) => "",
                (false, true, true) => "small",
                (false, false, false) => "quiet",
                (false, false, true) => "quiet small",
            };
            let number = text(x + pitch / 2.0 - 1.0, y + 29.0, "middle", class, &field.shown);
            Group { href: field.href.clone(), label: field.label.clone(), shapes: vec![shade, number] }
        }));
    }
    Scene { height: HEAD + rows.len() as f64 * ROW, groups }
}

/// A line of points `(x, y)`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    pub label: String,
    pub href: Option<String>,
    pub points: Vec<(f64, f64)>,
    pub most: bool,
}

/// What is still to come: from and to, and what is likely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ahead {
    pub low: f64,
    pub likely: f64,
    pub high: f64,
}

/// Lines on one scale from nought, time running to the right until `x` is nought; at the end what is to come.
pub fn curves(lines: &[Curve], ahead: Option<(Ahead, String)>, ends: (&str, &str)) -> Scene {
    const TOP: f64 = 30.0;
    const BASE: f64 = 240.0;
    let right = WIDTH - if ahead.is_some() { 96.0 } else { 8.0 };
    let first = lines.iter().flat_map(|line| &line.points).map(|(x, _)| *x).fold(-1.0, f64::min);
    let top = lines.iter().flat_map(|line| &line.points).map(|(_, y)| *y).fold(1.0, f64::max);
    let top = ahead.as_ref().map_or(top, |(ahead, _)| top.max(ahead.high));
    let place = |x: f64, y: f64| ((x - first) / -first * right, BASE - y / top * (BASE - TOP));
    let mut groups: Vec<Group> = Vec::new();
    for line in lines.iter().filter(|line| !line.most).chain(lines.iter().filter(|line| line.most)) {
        let points = line.points.iter().map(|(x, y)| {
            let (x, y) = place(*x, *y);
            format!("{},{}", round(x), round(y))
        });
        let class = if line.most { "hi" } else { "soft" };
        let path = Shape::Path { points: points.collect::<Vec<_>>().join(" "), class };
        groups.push(Group { href: line.href.clone(), label: line.label.clone(), shapes: vec![path] });
    }
    let mut shapes = vec![
        Shape::Line { x1: 0.0, y1: BASE, x2: right, y2: BASE, class: "base" },
        text(0.0, BASE + LINE, "start", "quiet", ends.0),
        text(right, BASE + LINE, "end", "quiet", ends.1),
    ];
    if let Some((ahead, shown)) = ahead {
        let ((x, low), (_, high), (_, likely)) =
            (place(0.0, ahead.low), place(0.0, ahead.high), place(0.0, ahead.likely));
        let (x, low, high, likely) = (round(x + 12.0), round(low), round(high), round(likely));
        shapes.push(Shape::Line { x1: x, y1: low, x2: x, y2: high, class: "" });
        for y in [low, high] {
            shapes.push(Shape::Line { x1: x - 6.0, y1: y, x2: x + 6.0, y2: y, class: "" });
        }
        shapes.push(rect(x - 7.0, likely - 7.0, 14.0, 14.0, "hi"));
        shapes.push(text(x + 14.0, likely + 6.0, "start", "", shown));
    }
    groups.push(Group { shapes, ..Group::default() });
    Scene { height: BASE + LINE + 8.0, groups }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(count: usize) -> Vec<Value> {
        let value = |at: usize| Value {
            name: format!("Concierto {at}"),
            value: (at * 7 % 400) as f64,
            shown: (at * 7 % 400).to_string(),
            part: (at % 3) as f64,
            goal: Some(120.0),
            label: format!("{at}"),
            href: Some("/".to_owned()),
            most: false,
        };
        (0..count).map(value).collect()
    }

    fn inside(scene: &Scene) {
        for shape in scene.groups.iter().flat_map(|group| &group.shapes) {
            match shape {
                Shape::Rect { x, y, width, height, .. } => {
                    assert!(*x >= 0.0 && *y >= 0.0 && *width >= 0.0 && *height >= 0.0, "{shape:?}");
                    assert!(x + width <= WIDTH + 0.5 && y + height <= scene.height + 0.5, "{shape:?}");
                }
                Shape::Text { x, y, .. } => {
                    assert!((0.0..=WIDTH).contains(x) && *y > 0.0 && *y <= scene.height, "{shape:?}");
                }
                Shape::Line { x1, x2, .. } => assert!(*x1 >= 0.0 && *x2 <= WIDTH + 0.5, "{shape:?}"),
                Shape::Path { .. } => {}
            }
        }
    }

    #[test]
    fn a_day_that_doesn_t_fit_loses_its_year_and_a_name_its_letters() {
        assert_eq!(under("16 dic 2023", 9.0 * LETTER), "16 dic");
        assert_eq!(under("16 dic 2023", 11.0 * LETTER), "16 dic 2023");
        assert_eq!(under("Bodega Paralela", 9.0 * LETTER), "Bodega P…");
    }

    #[test]
    fn every_drawing_stays_in_its_frame_with_0_1_3_and_900_values() {
        for count in [0, 1, 3, 900] {
            let values = values(count);
            inside(&bars(&values));
            inside(&columns(&values));
            let fields = |value: &Value| Field { value: value.value, shown: value.shown.clone(), ..Field::default() };
            let rows: Vec<_> = values.iter().map(|value| (value.name.clone(), vec![fields(value); 4])).collect();
            inside(&heat(&["1".to_owned(), "2".to_owned(), "3–4".to_owned(), "5+".to_owned()], &rows));
            let points = (0..count).map(|at| (at as f64 - count as f64, at as f64)).collect();
            let line = Curve { points, most: true, ..Curve::default() };
            inside(&curves(&[line], Some((Ahead { low: 10.0, likely: 20.0, high: 40.0 }, "20".into())), ("30", "0")));
        }
    }

    #[test]
    fn bars_and_columns_are_as_long_as_their_values_from_nought() {
        let values: Vec<Value> = [10.0, 5.0, 0.0].map(|value| Value { value, ..Value::default() }).into();
        let long = |scene: &Scene, across: bool| -> Vec<f64> {
            let drawn = |shape: &Shape| match shape {
                Shape::Rect { width, height, opacity, .. } if *opacity > 0.0 => {
                    Some(if across { *width } else { *height })
                }
                _ => None,
            };
            scene.groups.iter().filter_map(|group| group.shapes.iter().find_map(drawn)).collect()
        };
        for lengths in [long(&bars(&values), true), long(&columns(&values), false)] {
            assert!((lengths[0] - 2.0 * lengths[1]).abs() < 0.2 && lengths[2].abs() < 0.01, "{lengths:?}");
        }
    }

    #[test]
    fn only_one_bar_is_in_signal_and_a_drawing_of_many_stays_small() {
        let hi = |scene: &Scene| {
            let shapes = scene.groups.iter().flat_map(|group| &group.shapes);
            shapes.filter(|shape| matches!(shape, Shape::Rect { class: "hi", .. })).count()
        };
        let equal: Vec<Value> = [4.0, 4.0].map(|value| Value { value, ..Value::default() }).into();
        assert_eq!((hi(&bars(&equal)), hi(&columns(&values(900)))), (1, 1));
        let many = columns(&values(900));
        assert!(many.groups.iter().all(|group| group.href.is_none()));
        assert!(many.groups.iter().flat_map(|group| &group.shapes).count() < 2_800);
    }
}
