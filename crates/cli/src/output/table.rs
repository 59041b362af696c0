//! Tables that fit the terminal: amounts are never cut, long words are.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table};

use super::Cell;

/// A column of a list.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub title: &'static str,
    pub width: Width,
    pub to_the_right: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// As wide as its longest value.
    Whole,
    /// Shortened where the terminal is too narrow.
    Shortened,
}

impl Column {
    pub const fn whole(title: &'static str) -> Self {
        Self { title, width: Width::Whole, to_the_right: false }
    }

    pub const fn amount(title: &'static str) -> Self {
        Self { title, width: Width::Whole, to_the_right: true }
    }

    pub const fn shortened(title: &'static str) -> Self {
        Self { title, width: Width::Shortened, to_the_right: false }
    }
}

pub(super) fn list(columns: &[Column], rows: Vec<Vec<Cell>>, width: Option<u16>) -> String {
    let mut table = bare(width);
    let titles: Vec<Cell> = columns.iter().map(|column| Cell::of(column.title).bold()).collect();
    table.set_header(titles.iter().zip(columns).map(|(title, column)| aligned(title, *column)));
    for row in rows {
        let cells = row.iter().zip(columns).map(|(cell, column)| aligned(cell, *column));
        let mut row = comfy_table::Row::from(cells.collect::<Vec<_>>());
        row.max_height(1);
        table.add_row(row);
    }
    for (at, column) in columns.iter().enumerate() {
        if column.width == Width::Whole
            && let Some(column) = table.column_mut(at)
        {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    trimmed(&table)
}

pub(super) fn facts(facts: Vec<(&'static str, Cell)>, width: Option<u16>) -> String {
    let mut table = bare(width);
    for (name, cell) in facts {
        table.add_row([styled(&Cell::of(name).dim()), styled(&cell)]);
    }
    if let Some(names) = table.column_mut(0) {
        names.set_constraint(ColumnConstraint::ContentWidth);
    }
    trimmed(&table)
}

fn bare(width: Option<u16>) -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_truncation_indicator("…");
    match width {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    table
}

fn aligned(cell: &Cell, column: Column) -> comfy_table::Cell {
    let alignment = if column.to_the_right { CellAlignment::Right } else { CellAlignment::Left };
    styled(cell).set_alignment(alignment)
}

fn styled(cell: &Cell) -> comfy_table::Cell {
    let style = cell.style;
    comfy_table::Cell::new(if style.is_plain() {
        cell.text.clone()
    } else {
        format!("{}{}{}", style.render(), cell.text, style.render_reset())
    })
}

/// Without the spaces at the ends of lines, which a copied table would carry along.
fn trimmed(table: &Table) -> String {
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
