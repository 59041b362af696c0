//! What the file is called until the person calls it something else.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use crate::activity::{ExportFormat, Filter, Outline};

/// A name with the days that the file is about: those of the filter, and where it leaves an end open, those of its rows.
pub fn file_name(format: ExportFormat, filter: &Filter, rows: &Outline, zone: &TimeZone) -> String {
    let extension = match format {
        ExportFormat::Csv => "csv",
        ExportFormat::Json => "json",
    };
    let day = |moment: Timestamp| moment.to_zoned(zone.clone()).date();
    let last_before = |moment: Timestamp| day(moment.checked_sub(jiff::Span::new().nanoseconds(1)).unwrap_or(moment));
    let days = || rows.days.iter().filter_map(|day| day.day);
    let first = filter.from.map(day).or_else(|| days().min());
    let last = filter.before.map(last_before).or_else(|| days().max());
    format!("monei-transactions{}.{extension}", range(first, last))
}

fn range(first: Option<Date>, last: Option<Date>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first < last => format!("-{first}-to-{last}"),
        (Some(day), _) | (None, Some(day)) => format!("-{day}"),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::DayCount;

    fn name(filter: (Option<&str>, Option<&str>), days: &[Option<&str>]) -> String {
        let moment = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        let filter = Filter { from: moment(filter.0), before: moment(filter.1), ..Filter::default() };
        let day = |day: Option<&str>| DayCount { day: day.map(|day| day.parse().unwrap()), count: 1 };
        let rows = Outline { generation: 1, count: 1, days: days.iter().copied().map(day).collect() };
        file_name(ExportFormat::Csv, &filter, &rows, &TimeZone::fixed(jiff::tz::offset(1)))
    }

    #[test]
    fn the_name_tells_the_days() {
        let days = [Some("2026-11-21"), Some("2026-11-03"), None];
        assert_eq!(name((None, None), &days), "monei-transactions-2026-11-03-to-2026-11-21.csv");
        assert_eq!(name((None, None), &days[..1]), "monei-transactions-2026-11-21.csv");
        assert_eq!(name((None, None), &[]), "monei-transactions.csv");
        // A month in Lagos begins an hour before it does in UTC.
        let november = (Some("2026-10-31T23:00:00Z"), Some("2026-11-30T23:00:00Z"));
        assert_eq!(name(november, &days), "monei-transactions-2026-11-01-to-2026-11-30.csv");
    }
}
