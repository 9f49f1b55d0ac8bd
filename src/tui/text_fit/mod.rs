//! Text into a number of cells: made visible, cut where a cut is least felt, padded, matched letters marked. Texts that
//! are shown whole, on as many lines as they need, are broken by [`wrap()`]; [`Cuts`] keep apart what stands below each other.

mod apart;
mod fit;
mod glyphs;
mod wrap;

pub use apart::{Cuts, shared_prefix};
pub use fit::{fit, fit_bytes, fit_pieces, width, width_of};
pub use glyphs::Cut;
pub use wrap::{wrap, wrap_words};
