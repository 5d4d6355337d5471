-- 0001_store.sql: master data, facts, entries, parameters, decisions, imports.
--
-- Days are days since 1970-01-01; amounts are integers of 分 (fen); rates and other decimals are
-- texts of exact decimals; booleans are 0 or 1. Codes are what people know a thing by (工号, 账号 …).

CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT,
    parent INTEGER REFERENCES unit (id)
) STRICT;

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    unit INTEGER REFERENCES unit (id)
) STRICT;

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    customer INTEGER NOT NULL REFERENCES customer (id),
    unit INTEGER REFERENCES unit (id),
    product TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('deposit', 'loan', 'fund')),
    opened INTEGER,
    closed INTEGER
) STRICT;
CREATE INDEX account_by_customer ON account (customer);

-- Dated attributes of any row: 岗位, 级别, 机构 … in force from a day on, until the next one.
CREATE TABLE attribute (
    subject TEXT NOT NULL,
    row INTEGER NOT NULL,
    name TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    value TEXT,
    import INTEGER NOT NULL REFERENCES import (id),
    PRIMARY KEY (subject, row, name, from_day)
) STRICT, WITHOUT ROWID;

-- The yearly rate of an account, in force from a day on.
CREATE TABLE account_rate (
    account INTEGER NOT NULL REFERENCES account (id),
    from_day INTEGER NOT NULL,
    rate TEXT NOT NULL,
    PRIMARY KEY (account, from_day)
) STRICT, WITHOUT ROWID;

-- Balances at the day's end; only days on which one changed. Clustered by account and day, so that a
-- measure reads it in one pass.
CREATE TABLE balance (
    account INTEGER NOT NULL REFERENCES account (id),
    day INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (account, day)
) STRICT, WITHOUT ROWID;

-- The last balance that was reported, changed or not: the next file goes on after it.
CREATE TABLE balance_end (
    account INTEGER PRIMARY KEY REFERENCES account (id),
    day INTEGER NOT NULL,
    amount INTEGER NOT NULL
) STRICT;

-- Transactions, fees, accruals. seq = import × 2^32 + line of the file: where it came from.
CREATE TABLE txn (
    account INTEGER NOT NULL REFERENCES account (id),
    day INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    code TEXT UNIQUE,
    kind TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (account, day, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE card (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    account INTEGER NOT NULL REFERENCES account (id),
    kind TEXT,
    issued INTEGER NOT NULL,
    closed INTEGER
) STRICT;
CREATE INDEX card_by_account ON card (account);

CREATE TABLE contract (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    customer INTEGER NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL,
    signed INTEGER NOT NULL,
    ended INTEGER
) STRICT;
CREATE INDEX contract_by_customer ON contract (customer);

-- Who counts a customer, with an exact share numerator/denominator, first to last day (NULL = open).
CREATE TABLE assignment (
    id INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL REFERENCES customer (id),
    person INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL DEFAULT 'manager' CHECK (role IN ('manager', 'referrer')),
    numerator INTEGER NOT NULL CHECK (numerator > 0),
    denominator INTEGER NOT NULL CHECK (denominator >= numerator),
    from_day INTEGER NOT NULL,
    to_day INTEGER,
    import INTEGER NOT NULL REFERENCES import (id),
    CHECK (to_day IS NULL OR to_day >= from_day)
) STRICT;
CREATE INDEX assignment_by_customer ON assignment (customer, from_day);

-- Sheets of one line per row and cycle: a value for each field. Figures stand in the unit of the
-- field.
CREATE TABLE sheet_value (
    regulation TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cycle TEXT NOT NULL,
    row_key TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT,
    import INTEGER NOT NULL REFERENCES import (id),
    PRIMARY KEY (regulation, sheet, cycle, row_key, field)
) STRICT, WITHOUT ROWID;

-- Lines of sheets with many lines and entries of registers: with a key of their own, the day that
-- dates them (NULL = none) and, of a sheet, the row they belong to, if no field says it. `sheet` is
-- the form's name.
CREATE TABLE sheet_entry (
    id INTEGER PRIMARY KEY,
    regulation TEXT NOT NULL,
    sheet TEXT NOT NULL,
    entry TEXT NOT NULL,
    day INTEGER,
    owner TEXT,
    import INTEGER NOT NULL REFERENCES import (id),
    UNIQUE (regulation, sheet, entry)
) STRICT;

CREATE TABLE sheet_line (
    entry INTEGER NOT NULL REFERENCES sheet_entry (id),
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (entry, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE parameter (
    regulation TEXT NOT NULL,
    name TEXT NOT NULL,
    key_text TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    value TEXT NOT NULL,
    import INTEGER NOT NULL REFERENCES import (id),
    PRIMARY KEY (regulation, name, key_text, from_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
    regulation TEXT NOT NULL,
    name TEXT NOT NULL,
    cycle TEXT NOT NULL,
    row_key TEXT NOT NULL,
    outcome TEXT NOT NULL,
    decided_by TEXT,
    reason TEXT,
    import INTEGER NOT NULL REFERENCES import (id),
    PRIMARY KEY (regulation, name, cycle, row_key)
) STRICT, WITHOUT ROWID;

-- One line per file that landed; its digest tells the same file given twice.
CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    file TEXT NOT NULL,
    digest TEXT NOT NULL,
    n_rows INTEGER NOT NULL,
    imported_at TEXT NOT NULL,
    UNIQUE (kind, digest)
) STRICT;

-- Measures kept, so that a run need not read the facts again. `definition` is the hash of all that a
-- measure says; `facts` the newest import that it has seen: others are stale.
CREATE TABLE measure_value (
    definition TEXT NOT NULL,
    cycle TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    value TEXT,
    PRIMARY KEY (definition, cycle, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE measure_state (
    definition TEXT NOT NULL,
    cycle TEXT NOT NULL,
    facts INTEGER NOT NULL,
    PRIMARY KEY (definition, cycle)
) STRICT, WITHOUT ROWID;
