-- What was entered, once and for ever. Everything else is made from it.
CREATE TABLE events (
    programme TEXT NOT NULL,
    sequence BIGINT NOT NULL CHECK (sequence >= 1),
    entered TEXT NOT NULL,
    happened TEXT NOT NULL,
    region TEXT NOT NULL,
    said_by TEXT NOT NULL,
    source TEXT NOT NULL,
    note TEXT NOT NULL,
    id TEXT NOT NULL,
    public BIGINT NOT NULL CHECK (public IN (0, 1)),
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (programme, sequence),
    -- One chain a programme: no two events follow the same one.
    UNIQUE (programme, previous)
);
