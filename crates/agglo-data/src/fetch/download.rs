//! A whole file or none: asked again after a failure, continued where it broke off, begun again where it changed.

use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

use agglo::Error;

use crate::fetch::address::file_name;
use crate::fetch::answer::{Answer, Version};
use crate::fetch::client::{Client, Failed};
use crate::fetch::part::Part;
use crate::fetch::{Shelf, refused, unreachable};
use crate::intake::fingerprint;

/// Bytes that are taken in at once.
const PIECE: usize = 1 << 16;
/// Failures of one file in all, for each that is borne without progress.
const IN_ALL: u32 = 20;

/// A file that is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Its address.
    pub url: &'a str,
    /// The version that is there already.
    pub known: Option<&'a Version>,
    /// The SHA-256 that it must have, in hexadecimal digits.
    pub sha256: Option<&'a str>,
    /// What kind of answer is wanted.
    pub accept: Option<&'a str>,
}

/// A file that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Got {
    /// Where it lies.
    pub path: PathBuf,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// Its version, as the server says.
    pub version: Version,
    /// Whether the server or a person said what its digest is.
    pub is_checked: bool,
    /// What happened on the way.
    pub notes: Vec<String>,
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// A file, whole and checked.
    File(Got),
    /// The version that was there is the newest.
    Same,
    /// There is no such file: the status.
    Absent(u16),
}

/// Why an attempt came to nothing.
enum Trouble {
    /// It may pass.
    Passing(String, Option<Duration>),
    /// What came is not of the version of what is there.
    Changed(String),
    Lasting(Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Lasting(error)
    }
}

/// How an attempt ended that came to something.
enum End {
    Whole { digest: Option<String> },
    Same,
    Absent(u16),
}

impl Client {
    /// Fetches a file to a shelf.
    ///
    /// # Errors
    ///
    /// `E0430` where the server cannot be reached or keeps failing: what is there of the file stays, and the next
    /// fetch goes on from it. `E0431` where what it sends is not to be trusted, `E0401` where it cannot be kept.
    pub fn fetch(&self, wanted: &Wanted<'_>, shelf: &Shelf) -> Result<Fetched, Error> {
        let (url, manners) = (wanted.url, &self.manners);
        let mut part = Part::open(&shelf.parts(), url)?;
        let mut notes = Vec::new();
        if part.bytes() > 0 {
            notes.push(format!("went on from byte {} of an earlier fetch", part.bytes()));
        }
        let (mut failures, mut in_all, mut changes) = (0, 0, 0);
        let mut farthest = part.bytes();
        loop {
            if part.version().certain().is_none() {
                // Nothing says that what comes next belongs to what is there.
                part.begin(Version::default(), None)?;
            }
            let trouble = match self.attempt(wanted, &mut part) {
                Ok(End::Same) => return Ok(Fetched::Same),
                Ok(End::Absent(status)) => return Ok(Fetched::Absent(status)),
                Ok(End::Whole { digest }) => match checked(wanted, &part, digest.as_deref())? {
                    Ok((sha256, is_checked)) => {
                        return keep(part, shelf, url, sha256, (is_checked, notes));
                    }
                    Err(what) => Trouble::Changed(what),
                },
                Err(trouble) => trouble,
            };
            match trouble {
                Trouble::Lasting(error) => return Err(error),
                Trouble::Changed(what) => {
                    changes += 1;
                    part.begin(Version::default(), None)?;
                    if changes > manners.changes {
                        return Err(refused(url, format!("{what}, {changes} times")).hint(
                            "nothing of it was kept: fetch again when its publisher is done",
                        ));
                    }
                    notes.push(format!("{what}: begun again"));
                }
                Trouble::Passing(what, asked) => {
                    failures = if part.bytes() > farthest { 1 } else { failures + 1 };
                    farthest = farthest.max(part.bytes());
                    in_all += 1;
                    let too_long = asked.filter(|asked| *asked > manners.most_wait);
                    if let Some(asked) = too_long {
                        let what = format!(
                            "{what}, and the server asks to come again in {} s",
                            asked.as_secs()
                        );
                        return Err(given_up(url, what, &part));
                    }
                    if failures >= manners.attempts || in_all >= manners.attempts * IN_ALL {
                        return Err(given_up(
                            url,
                            format!("{what}, after {in_all} attempts"),
                            &part,
                        ));
                    }
                    self.wait(asked.unwrap_or_default().max(manners.wait(url, failures)));
                }
            }
        }
    }

    fn attempt(&self, wanted: &Wanted<'_>, part: &mut Part) -> Result<End, Trouble> {
        let answer =
            self.ask(wanted.url, &headers(wanted, part)).map_err(|failed| match failed {
                Failed::Passing(what) => Trouble::Passing(what, None),
                Failed::Lasting(error) => Trouble::Lasting(error),
            })?;
        match answer.status {
            200 => self.whole(wanted.url, answer, part),
            206 if part.bytes() > 0 => self.rest(wanted.url, answer, part),
            304 if part.bytes() == 0 && wanted.known.is_some() => Ok(End::Same),
            404 | 410 => Ok(End::Absent(answer.status)),
            416 if part.bytes() > 0 => {
                Err(Trouble::Changed("the server has no such piece of the file".to_owned()))
            }
            408 | 425 | 429 | 500 | 502 | 503 | 504 => {
                let what = format!("the server answers {}", answer.status);
                Err(Trouble::Passing(what, answer.retry_after()))
            }
            status => {
                let error = refused(wanted.url, format!("the server answers {status}"));
                Err(Trouble::Lasting(error.hint(
                    "fetch the file by hand where its publisher lets people only, then `agglo data add FILE`",
                )))
            }
        }
    }

    /// A body from the first byte on.
    fn whole(&self, url: &str, answer: Answer, part: &mut Part) -> Result<End, Trouble> {
        let version = answer.version();
        if part.bytes() > 0 {
            let what = "the file changed since it broke off, or the server does not go on with it";
            part.begin(version.clone(), answer.length())?;
            // It comes from its beginning, in this very answer: nothing of what was there is used.
            return self.body(url, answer, part).map_err(|trouble| match trouble {
                Trouble::Passing(why, wait) => Trouble::Passing(format!("{what}; {why}"), wait),
                other => other,
            });
        }
        part.begin(version, answer.length())?;
        self.body(url, answer, part)
    }

    /// A piece from where it broke off.
    fn rest(&self, url: &str, answer: Answer, part: &mut Part) -> Result<End, Trouble> {
        let changed = |what: &str| Err(Trouble::Changed(what.to_owned()));
        let Some((first, total)) = answer.range() else {
            return changed("the server does not say which piece of the file it sends");
        };
        let (version, own) = (answer.version(), part.version());
        if first != part.bytes() {
            return changed("the server sends another piece of the file than was asked for");
        }
        let differs = |new: &Option<String>, old: &Option<String>| new.is_some() && new != old;
        if differs(&version.etag, &own.etag)
            || differs(&version.modified, &own.modified)
            || (total.is_some() && part.total().is_some() && total != part.total())
        {
            return changed("the file changed while it was fetched");
        }
        self.body(url, answer, part)
    }

    /// Takes in a body.
    fn body(&self, url: &str, answer: Answer, part: &mut Part) -> Result<End, Trouble> {
        let most = self.manners.max_bytes;
        let too_large = || {
            let what = format!("the file is larger than {most} bytes, which is the limit");
            Trouble::Lasting(refused(url, what).hint("raise it with --max-bytes"))
        };
        if let Some(how) = answer.text("content-encoding").filter(|how| *how != "identity") {
            let what = format!("the server packs the file ({how}) although it was asked not to");
            return Err(refused(url, what).into());
        }
        let end = answer.length().map(|length| part.bytes().saturating_add(length));
        if end.or(part.total()).is_some_and(|end| end > most) {
            return Err(too_large());
        }
        if end.is_none() && !answer.is_chunked() {
            let what = "the server does not say how long the file is: whether it is whole could not be told";
            return Err(refused(url, what)
                .hint("fetch it by hand, then `agglo data add FILE`")
                .into());
        }
        let digest = answer.sha256();
        let (mut body, mut piece) = (answer.body, vec![0; PIECE]);
        loop {
            let read = match body.read(&mut piece) {
                Ok(read) => read,
                Err(error) => {
                    part.keep()?;
                    return Err(Trouble::Passing(format!("the transfer broke off: {error}"), None));
                }
            };
            if read == 0 {
                break;
            }
            if part.bytes() + read as u64 > most {
                part.begin(Version::default(), None)?;
                return Err(too_large());
            }
            part.add(&piece[..read])?;
        }
        let wanted = end.or(part.total());
        if wanted.is_some_and(|wanted| part.bytes() < wanted) {
            part.keep()?;
            let what = format!("the transfer broke off at byte {}", part.bytes());
            return Err(Trouble::Passing(what, None));
        }
        if part.total().or(wanted).is_some_and(|wanted| part.bytes() != wanted) {
            return Err(Trouble::Changed("the file has another length than was said".to_owned()));
        }
        Ok(End::Whole { digest })
    }
}

/// What is asked for beside the address: the rest of what is there, or nothing where the version is the same.
fn headers(wanted: &Wanted<'_>, part: &Part) -> Vec<(&'static str, String)> {
    let mut headers = vec![("want-repr-digest", "sha-256=9".to_owned())];
    headers.extend(wanted.accept.map(|accept| ("accept", accept.to_owned())));
    if part.bytes() > 0 {
        headers.push(("range", format!("bytes={}-", part.bytes())));
        headers.extend(part.version().certain().map(|version| ("if-range", version.to_owned())));
    } else if let Some(known) = wanted.known {
        headers.extend(known.etag.clone().map(|etag| ("if-none-match", etag)));
        headers.extend(known.modified.clone().map(|time| ("if-modified-since", time)));
    }
    headers
}

/// The digest of what is there and whether anybody said it; what is wrong with it.
fn checked(
    wanted: &Wanted<'_>,
    part: &Part,
    said: Option<&str>,
) -> Result<Result<(String, bool), String>, Error> {
    let (sha256, _) = fingerprint(part.path())?;
    for said in [said, wanted.sha256].into_iter().flatten() {
        if !said.eq_ignore_ascii_case(&sha256) {
            return Ok(Err(format!("the file's digest is {sha256}, not {said} as was said")));
        }
    }
    Ok(Ok((sha256, said.is_some() || wanted.sha256.is_some())))
}

fn keep(
    part: Part,
    shelf: &Shelf,
    url: &str,
    sha256: String,
    (is_checked, notes): (bool, Vec<String>),
) -> Result<Fetched, Error> {
    let path = shelf.file(&sha256, &file_name(url));
    let (bytes, version) = (part.bytes(), part.version().clone());
    part.finish(&path)?;
    Ok(Fetched::File(Got { path, sha256, bytes, version, is_checked, notes }))
}

fn given_up(url: &str, what: String, part: &Part) -> Error {
    let hint = match part.bytes() {
        0 => "try again later, or fetch the file by hand, then `agglo data add FILE`".to_owned(),
        bytes => format!("{bytes} bytes are kept: the next fetch goes on from there"),
    };
    unreachable(url, what).hint(hint)
}
