-- 0002_rows.sql: teams and projects; inputs that people give row by row.

CREATE TABLE team (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    unit INTEGER REFERENCES unit (id)
) STRICT;

CREATE TABLE project (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    unit INTEGER REFERENCES unit (id)
) STRICT;

-- Inputs without a source of their own, for rows of any kind, by the row's code. Figures stand in the
-- unit of the input; value NULL = taken back.
CREATE TABLE input_value (
    regulation TEXT NOT NULL,
    name TEXT NOT NULL,
    cycle TEXT NOT NULL,
    row_key TEXT NOT NULL,
    value TEXT,
    import INTEGER NOT NULL REFERENCES import (id),
    PRIMARY KEY (regulation, name, cycle, row_key)
) STRICT, WITHOUT ROWID;
