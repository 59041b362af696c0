//! The list of transactions, on its way in and out.

use std::str::FromStr;

use jiff::Timestamp;
use monei_api::transaction::Outcome;
use monei_api::{Amount, Currency, Money};
use monei_core::ProblemCode;
use monei_core::activity::{
    Choices, Counterparty, DayCount, Detail, ExportFormat, Filter, History, MonthlyFlow, More, Outline, Progress,
    Query, Rows, SeenBalance, Sort,
};
use monei_core::overview::{Direction, Entry};

use super::{money, time};
use crate::views::{
    ChoicesView, CounterpartyView, DayCountView, DetailView, DirectionView, ExportFormatRequest, HistoryView,
    MonthlyFlowView, MoreView, NamedTextView, OutlineView, ProgressView, QueryRequest, RowsView, SeenBalanceView,
    SortRequest, TransactionOutcomeView, TransactionView, WalletChoiceView,
};

/// A count for the web view. No list comes near this many rows.
pub(crate) fn count(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl From<&Entry> for TransactionView {
    fn from(entry: &Entry) -> Self {
        Self {
            id: entry.id.clone(),
            direction: entry.direction.into(),
            outcome: entry.outcome.into(),
            status: entry.status.clone(),
            amount: money(entry.amount.as_ref()),
            narration: entry.narration.clone(),
            reference: entry.reference.clone(),
            created_at: entry.created_at.map(time),
        }
    }
}

impl From<Direction> for DirectionView {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Incoming => Self::Incoming,
            Direction::Outgoing => Self::Outgoing,
            Direction::Unknown => Self::Unknown,
        }
    }
}

impl From<DirectionView> for Direction {
    fn from(direction: DirectionView) -> Self {
        match direction {
            DirectionView::Incoming => Self::Incoming,
            DirectionView::Outgoing => Self::Outgoing,
            DirectionView::Unknown => Self::Unknown,
        }
    }
}

impl From<Outcome> for TransactionOutcomeView {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::Done,
            Outcome::InProgress => Self::InProgress,
            Outcome::Failed => Self::Failed,
            Outcome::Cancelled => Self::Cancelled,
            Outcome::Unknown => Self::Unknown,
        }
    }
}

impl From<TransactionOutcomeView> for Outcome {
    fn from(outcome: TransactionOutcomeView) -> Self {
        match outcome {
            TransactionOutcomeView::Done => Self::Done,
            TransactionOutcomeView::InProgress => Self::InProgress,
            TransactionOutcomeView::Failed => Self::Failed,
            TransactionOutcomeView::Cancelled => Self::Cancelled,
            TransactionOutcomeView::Unknown => Self::Unknown,
        }
    }
}

impl From<SortRequest> for Sort {
    fn from(sort: SortRequest) -> Self {
        match sort {
            SortRequest::Newest => Self::Newest,
            SortRequest::Oldest => Self::Oldest,
            SortRequest::Largest => Self::Largest,
            SortRequest::Smallest => Self::Smallest,
        }
    }
}

/// The page checks what people type; what still is no amount or time is refused, not guessed.
impl TryFrom<QueryRequest> for Query {
    type Error = ProblemCode;

    fn try_from(request: QueryRequest) -> Result<Self, ProblemCode> {
        fn read<T: FromStr>(text: Option<&String>) -> Result<Option<T>, ProblemCode> {
            text.map(|text| text.parse().map_err(|_| ProblemCode::NotNow)).transpose()
        }
        Ok(Self {
            filter: Filter {
                least: read::<Amount>(request.least.as_ref())?,
                most: read::<Amount>(request.most.as_ref())?,
                from: read::<Timestamp>(request.from.as_ref())?,
                before: read::<Timestamp>(request.before.as_ref())?,
                text: request.text,
                directions: request.directions.into_iter().map(Into::into).collect(),
                outcomes: request.outcomes.into_iter().map(Into::into).collect(),
                natures: request.natures,
                wallets: request.wallets,
                currencies: request.currencies.iter().map(|symbol| Currency::new(symbol)).collect(),
            },
            sort: request.sort.into(),
        })
    }
}

impl From<ExportFormatRequest> for ExportFormat {
    fn from(format: ExportFormatRequest) -> Self {
        match format {
            ExportFormatRequest::Csv => Self::Csv,
            ExportFormatRequest::Json => Self::Json,
        }
    }
}

impl From<&Rows> for RowsView {
    fn from(rows: &Rows) -> Self {
        Self { generation: count(rows.generation), rows: rows.rows.iter().map(TransactionView::from).collect() }
    }
}

impl From<&Outline> for OutlineView {
    fn from(outline: &Outline) -> Self {
        Self {
            generation: count(outline.generation),
            count: count(outline.count),
            days: outline.days.iter().map(DayCountView::from).collect(),
        }
    }
}

impl From<&DayCount> for DayCountView {
    fn from(day: &DayCount) -> Self {
        Self { day: day.day.map(|day| day.to_string()), count: count(day.count) }
    }
}

impl From<&Choices> for ChoicesView {
    fn from(choices: &Choices) -> Self {
        let wallet = |(id, name): &(String, String)| WalletChoiceView { id: id.clone(), name: name.clone() };
        Self {
            currencies: choices.currencies.iter().map(|currency| currency.symbol().to_owned()).collect(),
            natures: choices.natures.clone(),
            wallets: choices.wallets.iter().map(wallet).collect(),
        }
    }
}

impl From<&Detail> for DetailView {
    fn from(detail: &Detail) -> Self {
        Self {
            entry: (&detail.entry).into(),
            more: detail.more.as_ref().map(MoreView::from),
            problem: detail.problem.as_ref().map(Into::into),
            as_of: detail.as_of.map(time),
        }
    }
}

impl From<&More> for MoreView {
    fn from(more: &More) -> Self {
        let named = |(name, text): (&String, &String)| NamedTextView { name: name.clone(), text: text.clone() };
        Self {
            nature: more.nature.clone(),
            fee: money(more.fee.as_ref()),
            total: money(more.total.as_ref()),
            wallet: more.wallet.clone(),
            counterparty: more.counterparty.as_ref().map(CounterpartyView::from),
            updated_at: more.updated_at.map(time),
            references: more.references.iter().map(named).collect(),
            facts: more.facts.iter().map(named).collect(),
            explorer_host: more.explorer.as_ref().map(|explorer| explorer.host.clone()),
        }
    }
}

impl From<&Counterparty> for CounterpartyView {
    fn from(other: &Counterparty) -> Self {
        let Counterparty { name, account, bank, address } = other.clone();
        Self { name, account, bank, address }
    }
}

impl From<&Progress> for ProgressView {
    fn from(progress: &Progress) -> Self {
        Self {
            generation: count(progress.generation),
            known: count(progress.known),
            total: progress.total.map(count),
            complete: progress.complete,
            reading: progress.reading,
            problem: progress.problem.as_ref().map(Into::into),
        }
    }
}

impl From<&History> for HistoryView {
    fn from(history: &History) -> Self {
        Self {
            flows: history.flows.iter().map(MonthlyFlowView::from).collect(),
            balances: history.balances.iter().map(SeenBalanceView::from).collect(),
        }
    }
}

impl From<&MonthlyFlow> for MonthlyFlowView {
    fn from(flow: &MonthlyFlow) -> Self {
        let money = |amount: &Amount| (&Money::new(amount.clone(), flow.currency.clone())).into();
        Self {
            month: flow.month.strftime("%Y-%m").to_string(),
            incoming: money(&flow.incoming),
            outgoing: money(&flow.outgoing),
        }
    }
}

impl From<&SeenBalance> for SeenBalanceView {
    fn from(seen: &SeenBalance) -> Self {
        Self { day: seen.day.to_string(), source: seen.source.clone(), balance: (&seen.balance).into() }
    }
}
