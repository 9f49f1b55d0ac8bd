//! The style of the HTML report: for the screen, light or dark as the reader's system is, and for paper.

/// The style sheet, on one line.
pub(super) const STYLE: &str = concat!(
    ":root{color-scheme:light dark;--text:#1b1b1b;--dim:#5c5c5c;--back:#fff;--head:#f3f4f6;--line:#dcdfe3;",
    "--failed:#a40000;--ok:#1f5fa8;--remark:#7a4b00;--note:#fff8e1}",
    "@media (prefers-color-scheme:dark){:root{--text:#e4e4e4;--dim:#a5a5a5;--back:#16181c;--head:#22262c;",
    "--line:#3a3f47;--failed:#ff8a80;--ok:#82b1ff;--remark:#ffcc80;--note:#2b2718}}",
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:1180px;padding:0 1.5rem;",
    "color:var(--text);background:var(--back)}",
    "h1,h2,h3{line-height:1.25}h1{margin-bottom:.2rem}h2{margin-top:2.4rem;border-bottom:1px solid var(--line);",
    "padding-bottom:.2rem}h3{margin:1.2rem 0 .3rem;font-size:15px}.dim,small{color:var(--dim)}small{font-size:12px}",
    "table{border-collapse:collapse;width:100%;font-size:13px}",
    "th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}",
    "th{background:var(--head);position:sticky;top:0}th:first-child,td:first-child{padding-left:.4rem}",
    "td{overflow-wrap:anywhere}.n{text-align:right;white-space:nowrap;color:var(--dim)}",
    ".events{table-layout:fixed}.t{white-space:nowrap;font-variant-numeric:tabular-nums}",
    "tr.day td{background:var(--head);font-weight:600}tr.noted td{border-bottom:0}",
    "tr.note td{background:var(--note);white-space:pre-wrap}",
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.2rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}",
    ".failed{color:var(--failed)}td.failed{font-weight:600}.remark{color:var(--remark)}",
    ".chain{margin:.2rem 0;overflow-wrap:anywhere}li{overflow-wrap:anywhere}",
    ".label{border:1px solid var(--dim);border-radius:3px;padding:0 .3rem;font-size:12px;margin-right:.4rem}",
    "svg{width:100%;height:auto;margin:.5rem 0 1rem}svg .axis{stroke:var(--dim)}svg .ok{stroke:var(--ok);stroke-width:2}",
    "svg .failed{stroke:var(--failed);stroke-width:2;stroke-dasharray:3 2}svg text{font-size:11px;fill:var(--dim)}",
    "@page{size:A4 landscape;margin:12mm}",
    "@media print{:root{color-scheme:light;--text:#000;--dim:#444;--back:#fff;--head:#eee;--line:#bbb;--failed:#a40000;",
    "--ok:#1f5fa8;--remark:#7a4b00;--note:#f6f1e0}body{margin:0;max-width:none;padding:0;font-size:11px}",
    "table,small,.label{font-size:9.5px}th{position:static}thead{display:table-header-group}tr,dd,li{break-inside:avoid}",
    "h2,h3{break-after:avoid}tr.day,tr.noted{break-after:avoid}}"
);
