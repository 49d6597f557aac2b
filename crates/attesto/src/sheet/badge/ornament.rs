//! The line work of the seal: scalloped edge, guilloche ring, rosette and the dial of eight levels.
//! Pure geometry around a centre; no colours, no texts.

use std::{f64::consts::TAU, fmt::Write};

use crate::sheet::text::coordinate;

/// A point that ornaments are drawn around.
#[derive(Clone, Copy)]
pub(super) struct Centre {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Centre {
    fn polar(self, radius: f64, angle: f64) -> (f64, f64) {
        (self.x + radius * angle.sin(), self.y - radius * angle.cos()) // from twelve o'clock, clockwise
    }

    /// A closed wave around the centre: `waves` swings of `swing` about `radius`.
    pub(super) fn wave(self, radius: f64, swing: f64, waves: u32, phase: f64) -> String {
        let waving = f64::from(waves);
        self.closed(waves * 6, |angle| (radius + swing * (waving * angle + phase).cos(), angle))
    }

    /// The edge of a seal: `count` round lobes that meet at `radius`.
    pub(super) fn scallops(self, radius: f64, count: u32) -> String {
        let corner = |step: u32| {
            let (x, y) = self.polar(radius, TAU * f64::from(step % count) / f64::from(count));
            format!("{} {}", coordinate(x), coordinate(y))
        };
        let lobe = coordinate(radius * (TAU / f64::from(count) / 2.0).sin() * 1.4);
        let arcs: String = (1..=count).map(|step| format!("A{lobe} {lobe} 0 0 1 {}", corner(step))).collect();
        format!("M{}{arcs}Z", corner(0))
    }

    /// A rosette of one line that goes round `turns` times and meets itself again.
    pub(super) fn rosette(self, inner: f64, outer: f64, petals: u32, turns: u32) -> String {
        let (middle, swing) = ((outer + inner) / 2.0, (outer - inner) / 2.0);
        let (petals_, turns_) = (f64::from(petals), f64::from(turns));
        self.closed(petals * 10, |angle| (middle + swing * (petals_ * angle).cos(), angle * turns_))
    }

    /// A smooth closed line through `steps` points, each given as radius and angle.
    fn closed(self, steps: u32, at: impl Fn(f64) -> (f64, f64)) -> String {
        let point = |step: u32| {
            let (radius, angle) = at(TAU * f64::from(step % steps) / f64::from(steps));
            self.polar(radius, angle)
        };
        let mut path = String::new();
        for step in 0..=steps {
            let ((x, y), (next_x, next_y)) = (point(step), point(step + 1));
            let (half_x, half_y) = ((x + next_x) / 2.0, (y + next_y) / 2.0);
            match step {
                0 => write(&mut path, "M", &[half_x, half_y]),
                _ => write(&mut path, "Q", &[x, y, half_x, half_y]),
            }
        }
        path.push('Z');
        path
    }

    /// The `step`th of eight pieces of a ring, counted from one, clockwise from twelve o'clock, with gaps between.
    pub(super) fn eighth(self, inner: f64, outer: f64, step: u8) -> String {
        let gap = 0.055;
        let from = TAU * (f64::from(step) - 1.0) / 8.0;
        let to = from + TAU / 8.0;
        // The gap is as wide outside as inside.
        let (outside, inside) = (gap / 2.0, gap / 2.0 * outer / inner);
        let corners = [
            self.polar(outer, from + outside),
            self.polar(outer, to - outside),
            self.polar(inner, to - inside),
            self.polar(inner, from + inside),
        ];
        let [a, b, c, d] = corners.map(|(x, y)| format!("{} {}", coordinate(x), coordinate(y)));
        let (outer, inner) = (coordinate(outer), coordinate(inner));
        format!("M{a}A{outer} {outer} 0 0 1 {b}L{c}A{inner} {inner} 0 0 0 {d}Z")
    }
}

fn write(path: &mut String, verb: &str, values: &[f64]) {
    let values: Vec<String> = values.iter().map(|value| coordinate(*value)).collect();
    let _ = write!(path, "{verb}{}", values.join(" ")); // a String takes all that is written
}
