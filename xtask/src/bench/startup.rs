//! `bench startup`: from the start of the process to the first frame, and to the figures of a person who is signed in.

use anyhow::Result;

use super::Row;
use super::subjects::{Subject, Subjects};

/// Also an empty window must start a process, GTK, a web process and paint: this is what the application may add.
const FRAME_BAR: f64 = 1.15;

/// What reading the keychain and the database and painting the balance may add.
const FIGURES_BAR: f64 = 1.2;

const LIMIT: &str = "an empty window's first frame, in the same run";

pub(super) async fn measure(subjects: &Subjects) -> Result<Vec<Row>> {
    let (application, empty) = subjects
        .in_pairs(async |subject, running| {
            let frame = milliseconds(running.painted("frame").await?);
            let mut times = vec![frame];
            if subject == Subject::Application {
                for what in ["figures", "home"] {
                    times.push(milliseconds(running.painted(what).await?));
                }
            }
            Ok(times)
        })
        .await?;
    let nth =
        |all: &[Vec<f64>], at: usize| -> Vec<f64> { all.iter().filter_map(|times| times.get(at).copied()).collect() };
    let empty = nth(&empty, 0);
    let [frame, figures, home] = [0, 1, 2].map(|at| nth(&application, at));
    Ok(vec![
        Row::median("startup: empty window, frame", &empty, "ms", "exec to second animation frame")?,
        Row::median("startup: frame", &frame, "ms", "exec to second animation frame")?,
        Row::median("startup: figures", &figures, "ms", "exec to the last known balance painted")?,
        Row::median("startup: home page", &home, "ms", "exec to all of its sections painted")?,
        Row::ratio("startup: frame ratio", &frame, &empty, LIMIT, FRAME_BAR)?,
        Row::ratio("startup: figures ratio", &figures, &empty, LIMIT, FIGURES_BAR)?,
    ])
}

fn milliseconds(time: std::time::Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
