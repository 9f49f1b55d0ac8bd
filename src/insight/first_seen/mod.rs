//! What is new: the first time that a subject (a principal, an account, …) shows a value (a call, a Region, an address,
//! …), in the whole data or in a window against the time before it.
//!
//! - `ask`: the question; `fold`: values that count as the same; `count`: one pass over all events, by IDs; `judge`:
//!   which of the counted pairs are new; `news`: the answer; `of_event`: the same for one event.

mod ask;
mod count;
mod fold;
mod judge;
mod news;
mod of_event;

pub use ask::{Dimension, NewsQuestion, Subject};
pub use judge::read;
pub use news::{NewPair, NewSubject, News, NewsSpan};
pub use of_event::{EventNews, EventNewsRequest};
