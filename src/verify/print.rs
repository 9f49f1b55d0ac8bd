//! Prints the findings, in words close to those of `aws cloudtrail validate-logs`, and as JSON. Paths,
//! addresses and names come from files and go through `text`.

use std::io::{self, Write};

use crate::plural::{counted, noun_of};
use crate::text;
use crate::text::paint::{Paint, Tone};
use crate::verify::report::{Chain, Finding, Gap, SuppliedKey, Verdict, VerifyReport};

/// Output formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ReportFormat {
    /// Sentences and lists.
    Text,
    /// One object with every file.
    Json,
}

/// Writes a report. Text output lists files without problems only if `all` is set.
pub fn write(
    report: &VerifyReport,
    format: ReportFormat,
    (all, paint): (bool, &Paint),
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        ReportFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, report)?;
            out.write_all(b"\n")
        }
        ReportFormat::Text => write_text(report, (all, paint), out),
    }
}

fn write_text(report: &VerifyReport, (all, paint): (bool, &Paint), out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "Validating {} and {}, listed in digests or found here, without contacting AWS\n",
        counted(report.log_files.len(), "log file"),
        counted(report.digests.len(), "digest file")
    )?;
    for chain in &report.chains {
        write_chain(chain, paint, out)?;
    }
    let lists = [(DIGESTS, &report.digests), (LOG_FILES, &report.log_files)];
    for (words, findings) in lists {
        write_findings(words, findings, (all, paint), out)?;
    }
    let results = format!("Results found{}:", span(&report.chains));
    writeln!(out, "{}", paint.paint(&results, Tone::Heading))?;
    for (words, findings) in lists {
        write_counts(words, findings, paint, out)?;
    }
    write_keys(report, paint, out)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Digest,
    LogFile,
}

/// The nouns for one of the two kinds of files, and what each verdict means for it.
#[derive(Clone, Copy)]
struct Words {
    kind: FileKind,
    one: &'static str,
    noun: &'static str,
    means: fn(Verdict) -> &'static str,
}

const DIGESTS: Words =
    Words { kind: FileKind::Digest, one: "Digest file", noun: "digest file", means: of_digest };
const LOG_FILES: Words =
    Words { kind: FileKind::LogFile, one: "Log file", noun: "log file", means: of_log_file };

fn of_digest(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::SignatureVerified => "signature verified with a key that you supplied",
        Verdict::InUnbrokenChain => {
            "in an unbroken chain: the digest after it lists its hash; its signature was not verified"
        }
        Verdict::Unconfirmed => "unconfirmed: no later digest covers it",
        Verdict::NotChecked => "not checked",
        Verdict::Invalid => "INVALID",
        Verdict::HashMatches | Verdict::NotCovered | Verdict::DigestInvalid | Verdict::Unsigned => {
            verdict.label()
        }
    }
}

fn of_log_file(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::SignatureVerified => {
            "hash matches a digest whose signature was verified with a key that you supplied"
        }
        Verdict::InUnbrokenChain => {
            "hash matches a digest in an unbroken chain; its signature was not verified"
        }
        Verdict::HashMatches => "hash matches a digest that is unconfirmed",
        Verdict::NotCovered => "not listed in any digest; no digest here covers its time",
        Verdict::NotChecked => "not checked",
        Verdict::DigestInvalid => "hash matches a digest that is itself INVALID",
        Verdict::Unsigned => "unsigned: events in a file that is not a log file of a trail",
        Verdict::Invalid => "INVALID",
        Verdict::Unconfirmed => verdict.label(),
    }
}

fn write_chain(chain: &Chain, paint: &Paint, out: &mut dyn Write) -> io::Result<()> {
    let name =
        |name: &str| if name.is_empty() { "(unknown)".to_owned() } else { text::plain(name).into_owned() };
    let title = format!(
        "{}Trail {}, account {}, Region {}: {}, {} to {}",
        if chain.backfill { "(backfill) " } else { "" },
        name(&chain.trail),
        name(&chain.account),
        name(&chain.region),
        counted(chain.digests, "digest file"),
        chain.from,
        chain.to
    );
    writeln!(out, "{}", paint.paint(&title, Tone::Heading))?;
    let begins = if chain.from_start {
        "begins with a starting digest, which has no digest before it"
    } else {
        "the digest before the first one is not here: earlier log files cannot be validated"
    };
    writeln!(out, "    {begins}")?;
    for gap in &chain.gaps {
        let Gap { from, to, reason, invalid } = gap;
        if *invalid {
            let words = format!("INVALID: digests not found between {from} and {to}");
            writeln!(out, "    {}", paint.paint(&words, Tone::Warning))?;
        } else {
            let says = "No log files were delivered by CloudTrail between";
            writeln!(out, "    {says} {from} and {to} ({reason})")?;
        }
    }
    for fingerprint in &chain.keys_wanted {
        let (region, fingerprint) = (name(&chain.region), text::plain(fingerprint));
        let words = format!("public key not found in Region {region} for fingerprint {fingerprint}");
        writeln!(out, "    {}", paint.paint(&words, Tone::Write))?;
    }
    writeln!(out)
}

/// Maximum number of files that are listed for one verdict other than INVALID.
const SHOWN: usize = 10;

fn write_findings(
    words: Words,
    findings: &[Finding],
    (all, paint): (bool, &Paint),
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut written = false;
    for verdict in Verdict::ALL {
        let of_verdict = || findings.iter().filter(move |finding| finding.verdict == verdict);
        // Files without problems are listed on request, or if there is a note on them.
        let fine = verdict < Verdict::NotCovered;
        let wanted =
            |finding: &&Finding| all || !fine || !finding.notes.is_empty() || !finding.reasons.is_empty();
        let most = if all || verdict >= Verdict::Unsigned { usize::MAX } else { SHOWN };
        for finding in of_verdict().filter(wanted).take(most) {
            write_finding(words, finding, paint, out)?;
            written = true;
        }
        let more = of_verdict().filter(wanted).count().saturating_sub(most);
        if more > 0 {
            let label = verdict.label();
            let files = counted(more, &format!("more {}", words.noun));
            writeln!(out, "and {files} with this result ({label}); --all lists them")?;
        }
    }
    if written { writeln!(out) } else { Ok(()) }
}

fn write_finding(words: Words, finding: &Finding, paint: &Paint, out: &mut dyn Write) -> io::Result<()> {
    let address = finding.address.as_deref().map(text::plain);
    let place = finding.path.as_deref().map(text::path);
    let name = place.as_deref().or(address.as_deref()).unwrap_or_default();
    let says = (words.means)(finding.verdict);
    let says = if finding.reasons.is_empty() {
        says.to_owned()
    } else {
        let label = finding.verdict.label();
        let reasons = finding.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        format!("{label}: {}", text::plain(&reasons))
    };
    writeln!(out, "{}\t{name}\t{}", words.one, paint.paint(&says, tone(finding.verdict)))?;
    if finding.verdict >= Verdict::NotChecked {
        if let (Some(_), Some(address)) = (&place, &address) {
            writeln!(out, "\tas {address}")?;
        }
        if let Some(digest) = &finding.digest {
            let link = match words.kind {
                FileKind::LogFile => "listed in",
                FileKind::Digest => "named by",
            };
            writeln!(out, "\t{link} {}", text::plain(digest))?;
        }
    }
    for note in &finding.notes {
        writeln!(out, "\tnote: {}", text::plain(note))?;
    }
    Ok(())
}

/// Returns how a verdict is painted: what is invalid stands out more than what nothing confirms.
fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::SignatureVerified | Verdict::InUnbrokenChain | Verdict::HashMatches => Tone::Plain,
        Verdict::Unconfirmed | Verdict::NotCovered | Verdict::NotChecked | Verdict::Unsigned => Tone::Write,
        Verdict::DigestInvalid | Verdict::Invalid => Tone::Warning,
    }
}

fn span(chains: &[Chain]) -> String {
    let from = chains.iter().map(|chain| chain.from.as_str()).min();
    let to = chains.iter().map(|chain| chain.to.as_str()).max();
    from.zip(to).map(|(from, to)| format!(" for {from} to {to}")).unwrap_or_default()
}

fn write_counts(words: Words, findings: &[Finding], paint: &Paint, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", paint.paint(&counted(findings.len(), words.noun), Tone::Heading))?;
    for verdict in Verdict::ALL {
        let of_verdict: Vec<&Finding> =
            findings.iter().filter(|finding| finding.verdict == verdict).collect();
        if of_verdict.is_empty() {
            continue;
        }
        let absent = of_verdict.iter().filter(|finding| finding.path.is_none()).count();
        let absent = match absent {
            0 => String::new(),
            absent => format!(" ({absent} of them not found: deleted or not downloaded)"),
        };
        let says = format!("{}{absent}", (words.means)(verdict));
        writeln!(out, "{:>8}  {}", of_verdict.len(), paint.paint(&says, tone(verdict)))?;
    }
    Ok(())
}

fn write_keys(report: &VerifyReport, paint: &Paint, out: &mut dyn Write) -> io::Result<()> {
    let supplied = format!("{} supplied", counted(report.keys.len(), "public key"));
    writeln!(out, "\n{}", paint.paint(&supplied, Tone::Heading))?;
    for key in &report.keys {
        writeln!(out, "{}", key_line(key))?;
    }
    for file in &report.unused_signatures {
        writeln!(out, "          the signature in {} does not verify any digest here", text::plain(file))?;
    }
    writeln!(out)?;
    if report.keys.iter().all(|key| key.refused.is_some()) {
        return write_without_keys(report, paint, out);
    }
    for line in [
        "The public keys are trusted because you supplied them: a fingerprint is a label, not a proof. The file must",
        "come from your own call to aws cloudtrail list-public-keys, not from the place where the log files were found.",
    ] {
        writeln!(out, "{line}")?;
    }
    if report.digest_counts.contains_key(&Verdict::Unconfirmed) {
        for line in [
            "The signature of the newest digest of a chain is only in the metadata of its S3 object. Save the metadata",
            "with aws s3api head-object and pass it with --head-object.",
        ] {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

fn key_line(key: &SuppliedKey) -> String {
    let (fingerprint, file) = (text::plain(&key.fingerprint), text::plain(&key.file));
    match &key.refused {
        Some(reason) => format!("          INVALID: {reason}, fingerprint {fingerprint}, in {file}"),
        None => format!(
            "{:>8}  {} verified with the key with fingerprint {fingerprint}, in {file}",
            key.verified,
            noun_of(key.verified, "digest file")
        ),
    }
}

fn write_without_keys(report: &VerifyReport, paint: &Paint, out: &mut dyn Write) -> io::Result<()> {
    for line in [
        "NO SIGNATURE WAS VERIFIED: no usable public key was supplied. Hashes and chains reveal accidents and careless",
        "changes, but anyone who could write to the bucket could also write matching digests. Save the public keys of",
        "each Region and pass them with --keys:",
    ] {
        writeln!(out, "{}", paint.paint(line, Tone::Write))?;
    }
    let mut commands: Vec<String> = report
        .chains
        .iter()
        .map(|chain| {
            format!(
                "  aws cloudtrail list-public-keys --region {} --start-time {} --end-time {}",
                text::plain(&chain.region),
                chain.from,
                chain.to
            )
        })
        .collect();
    commands.sort();
    commands.dedup();
    commands.iter().take(SHOWN).try_for_each(|command| writeln!(out, "{command}"))
}
