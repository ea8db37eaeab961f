-- The pieces a person is found by: keyed 64-bit numbers, one row a worker. Erasure takes the row away.

CREATE TABLE identity_words (
    worker_id bigint PRIMARY KEY CONSTRAINT identity_words_worker REFERENCES worker ON DELETE CASCADE,
    words bigint[] NOT NULL
);
CREATE INDEX identity_words_by_word ON identity_words USING gin (words);

GRANT SELECT, INSERT, UPDATE, DELETE ON identity_words TO springwind_app;
ALTER TABLE identity_words ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity_words FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON identity_words TO springwind_owner USING (true) WITH CHECK (true);
CREATE POLICY app_scope ON identity_words TO springwind_app
    USING (whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = identity_words.worker_id))
    WITH CHECK (whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = identity_words.worker_id));
