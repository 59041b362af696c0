//! `bench startup`: from the start of the process to the first frame, and to the figures of a person who is signed in.

use anyhow::Result;

use super::Row;
use super::subjects::{Subject, Subjects};

/// Also an empty window must start a process, GTK, a web process and paint: this is what the application may add.
const FRAME_BAR: f64 = 1.15;

/// What reading the keychain, asking Monei and painting the answer may add.
const FIGURES_BAR: f64 = 1.3;

const LIMIT: &str = "an empty window's first frame, in the same run";

pub(super) async fn measure(subjects: &Subjects) -> Result<Vec<Row>> {
    let (application, empty) = subjects
        .in_pairs(async |subject, running| {
            let frame = milliseconds(running.painted("frame").await?);
            let figures = match subject {
                Subject::Application => milliseconds(running.painted("figures").await?),
                Subject::EmptyWindow => frame,
            };
            Ok((frame, figures))
        })
        .await?;
    let empty: Vec<f64> = empty.into_iter().map(|(frame, _)| frame).collect();
    let (frame, figures): (Vec<f64>, Vec<f64>) = application.into_iter().unzip();
    Ok(vec![
        Row::median("startup: empty window, frame", &empty, "ms", "exec to second animation frame")?,
        Row::median("startup: frame", &frame, "ms", "exec to second animation frame")?,
        Row::median("startup: figures", &figures, "ms", "exec to balances painted, from keychain and network")?,
        Row::ratio("startup: frame ratio", &frame, &empty, LIMIT, FRAME_BAR)?,
        Row::ratio("startup: figures ratio", &figures, &empty, LIMIT, FIGURES_BAR)?,
    ])
}

fn milliseconds(time: std::time::Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
