//! Fits text into a number of cells: escapes it, cuts it where a cut matters least, pads it, and highlights
//! matched letters. Texts that are shown whole, on as many lines as they need, are wrapped by [`wrap()`];
//! [`Cuts`] keeps texts in a column distinguishable.

mod apart;
mod fit;
mod glyphs;
mod wrap;

pub use apart::{Cuts, shared_prefix};
pub use fit::{fit, fit_bytes, fit_pieces, own_width, width, width_of, wording};
pub use glyphs::Cut;
pub use wrap::{wrap, wrap_words};
