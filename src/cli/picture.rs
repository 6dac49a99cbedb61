//! `unhunch picture`: an exercise's picture as a file, or all of them on one sheet.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, report};
use crate::config::{Config, Environment};
use crate::content::Library;
use crate::domain::exercise::Exercise;
use crate::picture::{self, PictureError};

/// Draw a movement, as a still picture or an animation.
#[derive(Debug, Args)]
pub(super) struct Picture {
    /// The exercise's id, as `unhunch content list` names it
    #[arg(required_unless_present = "all", requires = "out")]
    id: Option<String>,
    /// Where to write it: a name that ends in .png is a still picture, in .gif an animation
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Draw every exercise, numbered, on one sheet
    #[arg(long, requires = "sheet", conflicts_with_all = ["id", "out"])]
    all: bool,
    /// Where to write the sheet: a name that ends in .png
    #[arg(long, value_name = "FILE", requires = "all")]
    sheet: Option<PathBuf>,
}

/// What a picture is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Png,
    Gif,
}

impl Format {
    fn of(file: &Path) -> Option<Self> {
        let extension = file.extension()?.to_str()?.to_lowercase();
        match extension.as_str() {
            "png" => Some(Self::Png),
            "gif" => Some(Self::Gif),
            _ => None,
        }
    }
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("there is no exercise `{id}`; `unhunch content list` names them all{}", hint(.like.as_deref()))]
    UnknownExercise { id: String, like: Option<String> },
    #[error("{} should end in {accepted}", .file.display())]
    Extension {
        file: PathBuf,
        accepted: &'static str,
    },
    #[error("cannot write {}", .file.display())]
    Write {
        file: PathBuf,
        source: std::io::Error,
    },
    #[error("cannot draw `{id}`")]
    Draw { id: String, source: PictureError },
}

impl Failure {
    fn exit(&self) -> Exit {
        match self {
            Self::UnknownExercise { .. } | Self::Extension { .. } => Exit::BadInput,
            Self::Write { .. } | Self::Draw { .. } => Exit::Failed,
        }
    }
}

fn hint(like: Option<&str>) -> String {
    like.map(|like| format!(" (did you mean `{like}`?)"))
        .unwrap_or_default()
}

pub(super) fn run(picture: &Picture, environment: &Environment) -> Exit {
    let dirs = match Config::load(environment) {
        Ok(config) => config.content_dirs,
        Err(error) => {
            report(&error);
            return Exit::BadInput;
        }
    };
    let library = match Library::load(&dirs) {
        Ok(library) => library,
        Err(error) => {
            report(&error);
            return Exit::BadInput;
        }
    };
    let drawn = match (&picture.id, &picture.out, &picture.sheet) {
        (Some(id), Some(out), _) => one(&library, id, out),
        (_, _, Some(sheet)) => all(&library, sheet),
        // clap asks for one of the two.
        _ => Ok(()),
    };
    match drawn {
        Ok(()) => Exit::Done,
        Err(failure) => {
            report(&failure);
            failure.exit()
        }
    }
}

fn one(library: &Library, id: &str, out: &Path) -> Result<(), Failure> {
    let format = Format::of(out).ok_or_else(|| Failure::Extension {
        file: out.to_owned(),
        accepted: ".png or .gif",
    })?;
    let exercise = find(library, id)?;
    let drawn = match format {
        Format::Png => picture::storyboard(&exercise.pose),
        Format::Gif => picture::animation(&exercise.pose),
    };
    write(id, drawn, out)
}

fn find<'a>(library: &'a Library, id: &str) -> Result<&'a Exercise, Failure> {
    let exercises = library.exercises();
    let found = exercises
        .iter()
        .find(|exercise| exercise.card.id.as_str() == id);
    found.ok_or_else(|| Failure::UnknownExercise {
        id: id.to_owned(),
        like: exercises
            .iter()
            .map(|exercise| exercise.card.id.as_str())
            .find(|known| !id.is_empty() && (known.contains(id) || id.contains(known)))
            .map(str::to_owned),
    })
}

/// Every exercise's storyboard; says which number is which.
fn all(library: &Library, sheet: &Path) -> Result<(), Failure> {
    if Format::of(sheet) != Some(Format::Png) {
        return Err(Failure::Extension {
            file: sheet.to_owned(),
            accepted: ".png",
        });
    }
    let mut exercises: Vec<_> = library.exercises().iter().collect();
    exercises.sort_by_key(|exercise| exercise.card.id.as_str());
    let poses: Vec<_> = exercises.iter().map(|exercise| &exercise.pose).collect();
    write("all", picture::sheet(&poses), sheet)?;
    for (index, exercise) in exercises.iter().enumerate() {
        say!("{:3} {}", index + 1, exercise.card.id);
    }
    Ok(())
}

fn write(id: &str, drawn: Result<Vec<u8>, PictureError>, file: &Path) -> Result<(), Failure> {
    let bytes = drawn.map_err(|source| Failure::Draw {
        id: id.to_owned(),
        source,
    })?;
    std::fs::write(file, bytes).map_err(|source| Failure::Write {
        file: file.to_owned(),
        source,
    })
}
