//! Answers that were saved: each by the hash of its bytes, with the question that it answers.
//!
//! ```text
//! lake/answers/<sha256>.json             an answer as it was written
//! lake/answers/questions/<sha256>.json   a command, and the answers it had, the oldest first
//! lake/answers/files/<sha256>            a file that a command names, such as a blueprint
//! ```
//!
//! Kept are answers, which hold public figures, and commands without the folders of the one who gave them.
//! Neither name, place nor time of anybody stands in any of it.

use std::path::Path;

use agglo::Error;
use agglo::base::basis::{Basis, FileRead};
use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::fault::Fault;
use crate::lake::Lake;
use crate::lake::aside::Aside;
use crate::lake::card::ANSWERS as FOLDER;
use crate::starter::digest;

const QUESTIONS: &str = "questions";
const FILES: &str = "files";

/// An answer that was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// A command that was asked, and what was answered each time that it was something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The command, as [`Basis::command`].
    pub command: Vec<String>,
    /// Files that it names.
    pub files: Vec<FileRead>,
    /// Its answers, the oldest first.
    pub answers: Vec<Saved>,
}

/// A folder of files that goes when this goes.
#[derive(Debug)]
pub struct LaidOut(tempfile::TempDir);

impl LaidOut {
    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Question {
    /// The name under which a command is kept.
    fn name(command: &[String], files: &[FileRead]) -> String {
        let files = files.iter().map(|file| format!("\u{1f}{} {}", file.name, file.sha256));
        let text = command.join("\u{1f}") + &files.collect::<String>();
        format!("{}.json", digest(text.as_bytes()))
    }
}

impl Lake {
    /// Saves an answer under its question. `files`: the bytes of the files that the basis names, in its order.
    ///
    /// # Errors
    ///
    /// `E0401` where the lake cannot be written, `E0420` where another process keeps writing answers.
    pub fn keep_answer(
        &self,
        basis: &Basis,
        files: &[Vec<u8>],
        text: &str,
    ) -> Result<Saved, Error> {
        let aside = Aside::new(self, FOLDER);
        let held = aside.lock(&[QUESTIONS, FILES])?;
        for (file, bytes) in basis.files.iter().zip(files) {
            aside.put(FILES, &file.sha256, bytes)?;
        }
        let saved = put(&aside, text)?;
        let name = Question::name(&basis.command, &basis.files);
        let known = aside.read(&format!("{QUESTIONS}/{name}"))?;
        let known = known.map(|bytes| question(&name, &bytes)).transpose()?;
        let mut question = known.unwrap_or_else(|| {
            let (command, files) = (basis.command.clone(), basis.files.clone());
            Question { command, files, answers: Vec::new() }
        });
        if question.answers.last() != Some(&saved) {
            question.answers.push(saved.clone());
            let bytes = serde_json::to_vec_pretty(&question)
                .map_err(|cause| Error::new("E0406", cause.to_string()))?;
            aside.put(QUESTIONS, &name, &bytes)?;
        }
        drop(held);
        Ok(saved)
    }

    /// Keeps an answer that was made again, without making it the last one of its question.
    ///
    /// # Errors
    ///
    /// As [`Lake::keep_answer`].
    pub fn keep_again(&self, text: &str) -> Result<Saved, Error> {
        let aside = Aside::new(self, FOLDER);
        let held = aside.lock(&[QUESTIONS, FILES])?;
        let saved = put(&aside, text)?;
        drop(held);
        Ok(saved)
    }

    /// Every question that has a saved answer, by command.
    ///
    /// # Errors
    ///
    /// `E0401` and `E0402` where one cannot be read.
    pub fn questions(&self) -> Result<Vec<Question>, Error> {
        let aside = Aside::new(self, FOLDER);
        let mut questions = Vec::new();
        for name in aside.names(QUESTIONS)? {
            if let Some(bytes) = aside.read(&format!("{QUESTIONS}/{name}"))? {
                questions.push(question(&name, &bytes)?);
            }
        }
        questions.sort_by(|a, b| (&a.command, &a.files).cmp(&(&b.command, &b.files)));
        Ok(questions)
    }

    /// A saved answer.
    ///
    /// # Errors
    ///
    /// `E0402` where it is not there or its bytes are others, `E0401` where it cannot be read.
    pub fn answer(&self, saved: &Saved) -> Result<Answer, Error> {
        let name = format!("{}.json", saved.sha256);
        let aside = Aside::new(self, FOLDER);
        let damaged = |what: &str| {
            Error::new("E0402", format!("a saved answer {what}"))
                .at(aside.path(&name).display().to_string())
                .hint("save it again: `agglo strategy REGION -o DIR`")
        };
        let bytes = aside.read(&name)?.ok_or_else(|| damaged("is not there"))?;
        if digest(&bytes) != saved.sha256 {
            return Err(damaged("is damaged: its bytes are not those that its name states"));
        }
        let text = String::from_utf8(bytes).map_err(|_| damaged("is no text"))?;
        Answer::read(&text)
    }

    /// The files that a command names, under their names in a folder that goes with what is returned.
    ///
    /// # Errors
    ///
    /// `E0402` where one is not kept as it was, `E0401` where the folder cannot be written.
    pub fn lay_out(&self, files: &[FileRead]) -> Result<LaidOut, Error> {
        let failed = |cause: &dyn std::fmt::Display| {
            Error::new("E0401", format!("files of an answer cannot be laid out: {cause}"))
        };
        let folder = tempfile::tempdir().map_err(|cause| failed(&cause))?;
        let aside = Aside::new(self, FOLDER);
        for file in files {
            let bytes = aside.read(&format!("{FILES}/{}", file.sha256))?;
            let bytes = bytes.filter(|bytes| digest(bytes) == file.sha256).ok_or_else(|| {
                Error::new("E0402", format!("`{}`, which an answer names, is not kept", file.name))
                    .hint("save the answer again: `agglo strategy REGION -o DIR`")
            })?;
            let is_below = Path::new(&file.name)
                .components()
                .all(|part| matches!(part, std::path::Component::Normal(_)));
            if !is_below {
                return Err(failed(&format!("`{}` leads out of its folder", file.name)));
            }
            crate::atomic::write(&folder.path().join(&file.name), bytes)?;
        }
        Ok(LaidOut(folder))
    }

    /// How many answers are whole, and what is wrong with the others.
    pub(super) fn verify_answers(&self) -> (usize, Vec<Fault>) {
        let (mut whole, mut faults) = (0, Vec::new());
        let questions = match self.questions() {
            Ok(questions) => questions,
            Err(error) => return (0, vec![super::verify::fault(&error)]),
        };
        for saved in questions.iter().flat_map(|question| &question.answers) {
            match self.answer(saved) {
                Ok(_) => whole += 1,
                Err(error) => faults.push(super::verify::fault(&error)),
            }
        }
        (whole, faults)
    }
}

fn put(aside: &Aside, text: &str) -> Result<Saved, Error> {
    let saved = Saved { sha256: digest(text.as_bytes()) };
    aside.put("", &format!("{}.json", saved.sha256), text.as_bytes())?;
    Ok(saved)
}

fn question(name: &str, bytes: &[u8]) -> Result<Question, Error> {
    let found = serde_json::from_slice::<Question>(bytes);
    let found = found.ok().filter(|own| Question::name(&own.command, &own.files) == name);
    found.ok_or_else(|| {
        Error::new("E0402", "what was asked for a saved answer cannot be read")
            .at(name)
            .hint("take the file away: its answers are then no longer followed")
    })
}
