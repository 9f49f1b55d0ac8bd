//! Draws the facts of an event: one on each line, or two where there is little room.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::text::ascii::own_words;
use crate::tui::layout::short_facts;
use crate::tui::panes::event::detail::DetailPane;
use crate::tui::panes::event::fact::Fact;
use crate::tui::text_fit::{self, Cut, fit};
use crate::tui::theme::Theme;

/// Cells of the names of facts.
const LABEL: usize = 9;

/// Returns the facts, one on each line; on short panes related ones share a line.
pub(in crate::tui::view) fn fact_lines(pane: &DetailPane, area: Rect, theme: &Theme) -> Vec<Line<'static>> {
    let width = usize::from(area.width).saturating_sub(3);
    let facts = pane.facts();
    let (half, rest) = ((width / 2).max(2), width - width / 2);
    let fact = |label: &str| facts.iter().find(|fact| fact.label == label);
    if !short_facts(area) {
        return facts.iter().map(|fact| Line::from(fact_spans(fact, width, theme))).collect();
    }
    // The most important first: a short pane has four lines of them.
    let pairs = [
        ("quoted", ""),
        ("who", "resource"),
        ("from", "agent"),
        ("key", "request"),
        ("error", "refused"),
        ("does", ""),
        ("policy", "changed"),
        ("twin", "case"),
        ("partial", ""),
        ("new", ""),
    ];
    if half < LABEL + LEAST_MAIN + 2 {
        // Two on a line would be names without values.
        let order = ["quoted", "who", "error", "resource", "from", "does", "key", "agent", "request"];
        let ordered = order.into_iter().filter_map(fact);
        let others = facts.iter().filter(|fact| !order.contains(&fact.label));
        return ordered.chain(others).map(|fact| Line::from(fact_spans(fact, width, theme))).collect();
    }
    let pair = |(left, right): (&str, &str)| match (fact(left), fact(right)) {
        (Some(left), Some(right)) => {
            let mut spans = fact_spans(left, half - 2, theme);
            spans.push(Span::raw("  "));
            spans.extend(fact_spans(right, rest, theme));
            Some(Line::from(spans))
        }
        (Some(alone), None) | (None, Some(alone)) => Some(Line::from(fact_spans(alone, width, theme))),
        (None, None) => None,
    };
    pairs.into_iter().filter_map(pair).collect()
}

/// The rest of a fact is not cut up to this width: a part of a Region or of "without MFA" would mislead.
const LONGEST_WHOLE: usize = 14;
/// Minimum width of the main part beside it.
const LEAST_MAIN: usize = 12;

fn fact_spans(fact: &Fact, width: usize, theme: &Theme) -> Vec<Span<'static>> {
    let style = if fact.alarming { theme.failed } else { theme.text };
    let mut spans = fit(fact.label, LABEL, Cut::End, theme.dim, &[], theme);
    let room = width.saturating_sub(LABEL);
    let more = text_fit::width(&fact.more);
    let is_whole = (1..=LONGEST_WHOLE).contains(&more) && room >= more + 2 + LEAST_MAIN;
    let most = if is_whole { room - more - 2 } else { room };
    let fits = text_fit::width(&fact.main) <= most || fact.short.is_empty();
    let words = if fits { &fact.main } else { &fact.short };
    let main = text_fit::width(words).min(most);
    // A sentence is read from its beginning; a key and an address differ at both ends.
    let cut = if is_whole && fits { Cut::Middle } else { Cut::End };
    if fact.main.is_empty() {
        spans.extend(fit(&own_words("–"), room, Cut::End, theme.dim, &[], theme));
        return spans;
    }
    spans.extend(fit(words, main, cut, style, &[], theme));
    let left = room.saturating_sub(main + 2);
    if left > 3 && !fact.more.is_empty() {
        spans.push(Span::raw("  "));
        spans.extend(fit(
            &fact.more,
            left,
            if fact.alarming { Cut::End } else { Cut::Middle },
            theme.dim,
            &[],
            theme,
        ));
    } else {
        spans.push(Span::raw(" ".repeat(room.saturating_sub(main))));
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::ThemeName;

    /// In a narrow pane the line was cut in its middle: `first call Ge…address 203.0.113.77`.
    #[test]
    fn a_fact_with_a_short_wording_is_never_cut_in_its_middle() {
        let theme = Theme::named(ThemeName::Terminal);
        let values = ["call GetCallerIdentity", "service sts", "address 203.0.113.77", "program aws-cli"];
        let names = ["call", "service", "address", "program"];
        for (count, more) in [(1, "0 of 3 before"), (2, "0 of 12,345 before"), (4, "0 of 3 before")] {
            let main = format!("first {}", values[..count].join(", "));
            let short = format!("first {}", names[..count].join(", "));
            for width in LABEL + 8..120 {
                let fact = Fact {
                    label: "new",
                    main: main.clone(),
                    short: short.clone(),
                    more: more.to_owned(),
                    alarming: false,
                };
                let spans = fact_spans(&fact, width, &theme);
                let text: String = spans.iter().map(|span| span.content.as_ref()).collect();
                let shown =
                    text.get(LABEL..).unwrap_or_default().split("  ").next().unwrap_or_default().trim_end();
                let begun = shown.trim_end_matches('…');
                let is_whole = shown == main || shown == short;
                assert!(is_whole || begun != shown && short.starts_with(begun), "{width}: {text}");
                assert!(is_whole || width < LABEL + short.len() + more.len() + 2, "{width}: {text}");
            }
        }
    }

    /// "with MFA" and "without MFA" were both shown as "wi…FA" beside a key.
    #[test]
    fn a_short_rest_of_a_fact_is_whole_or_not_shown() {
        let theme = Theme::named(ThemeName::Terminal);
        let mains = ["", "ASIAITTPLN2JOEXAMPLE", "config.amazonaws.com", "2001:db8:4f:12:8a2e:370:7334:99"];
        for more in ["with MFA", "without MFA", "eu-west-1", "ap-southeast-2"] {
            for (main, width) in
                mains.iter().flat_map(|main| (LABEL + 30..70).map(move |width| (main, width)))
            {
                let fact = Fact {
                    label: "key",
                    main: (*main).to_owned(),
                    more: more.to_owned(),
                    alarming: false,
                    ..Fact::default()
                };
                let spans = fact_spans(&fact, width, &theme);
                let text: String = spans.iter().map(|span| span.content.as_ref()).collect();
                assert_eq!(text_fit::width(&text), width, "{text}");
                assert!(main.is_empty() || text.trim_end().ends_with(more), "{width}: {text}");
            }
        }
    }
}
