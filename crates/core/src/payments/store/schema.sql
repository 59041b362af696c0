-- One row for each payment, made before its first byte leaves. Rows are never removed.
CREATE TABLE payment (
  number INTEGER PRIMARY KEY,
  -- One click, one intent: whoever comes second with the same fails here, from whichever process.
  intent TEXT NOT NULL UNIQUE,
  action TEXT NOT NULL,
  -- Exact decimal digits.
  amount TEXT NOT NULL,
  currency TEXT NOT NULL,
  payee TEXT NOT NULL,
  reference TEXT,
  account TEXT NOT NULL,
  -- Without the PIN, which is nowhere.
  body TEXT NOT NULL,
  body_hash BLOB NOT NULL,
  -- In the currency of the amount.
  balance_before TEXT,
  made_at TEXT NOT NULL,
  begun_at TEXT NOT NULL,
  state TEXT NOT NULL,
  since TEXT NOT NULL
) STRICT;

-- What is to be told of the journal itself.
CREATE TABLE notice (name TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
