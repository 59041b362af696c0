-- Small documents, each as it was last told.
CREATE TABLE section (
  name TEXT PRIMARY KEY,
  as_of INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The last balance of a day, by who told it.
CREATE TABLE balance_seen (
  source TEXT NOT NULL,
  currency TEXT NOT NULL,
  day TEXT NOT NULL,
  amount TEXT NOT NULL,
  PRIMARY KEY (source, currency, day)
) STRICT, WITHOUT ROWID;

-- The state of the transactions: how often they changed, and how many there are. Written with what changes them.
CREATE TABLE standing (generation INTEGER NOT NULL, count INTEGER NOT NULL) STRICT;
INSERT INTO standing VALUES (1, 0);

-- A transaction as Monei sent it. Its place is its place in time (place.rs); everything else points to that.
CREATE TABLE sent (
  place INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL
) STRICT;

-- What lists are chosen and sorted by, apart from the bodies so that all of it is few pages.
CREATE TABLE facet (
  place INTEGER PRIMARY KEY,
  direction INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  currency INTEGER NOT NULL,
  nature INTEGER,
  wallet INTEGER,
  amount BLOB
) STRICT;
CREATE INDEX facet_by_amount ON facet (amount, place);

-- Names that many transactions share.
CREATE TABLE label (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  name TEXT,
  UNIQUE (kind, value)
) STRICT;

CREATE TABLE detail (
  id TEXT PRIMARY KEY,
  as_of INTEGER NOT NULL,
  body TEXT NOT NULL,
  searched TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The words of a transaction (words.rs). Positions are not kept: what the index finds is compared with the text.
CREATE VIRTUAL TABLE words USING fts5 (
  text,
  tokenize = 'trigram case_sensitive 1',
  detail = none,
  columnsize = 0
);
