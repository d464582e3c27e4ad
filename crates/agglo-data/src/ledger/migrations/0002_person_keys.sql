-- A key a person. Destroying it makes unreadable whatever was sealed under it, and touches no event.
CREATE TABLE person_keys (
    programme TEXT NOT NULL,
    person TEXT NOT NULL,
    secret TEXT NOT NULL,
    PRIMARY KEY (programme, person)
);
-- Which tables were made from the events, and how.
CREATE TABLE projections (
    version TEXT NOT NULL
);
