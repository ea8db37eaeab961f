-- Where a record came from, what has changed, and who did what.

CREATE TABLE provenance (
    provenance_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CONSTRAINT provenance_kind CHECK (kind IN (
        'worker', 'employer', 'post', 'referral', 'fair')),
    record_id bigint NOT NULL,
    file_sha256 text NOT NULL CONSTRAINT provenance_file CHECK (file_sha256 ~ '^[0-9a-f]{64}$'),
    file_name text NOT NULL,
    sheet text NOT NULL DEFAULT '',
    row bigint NOT NULL CONSTRAINT provenance_row CHECK (row >= 1),
    at timestamptz NOT NULL,
    who text NOT NULL,
    CONSTRAINT provenance_once UNIQUE (kind, file_sha256, sheet, row)
);
CREATE INDEX provenance_by_record ON provenance (kind, record_id);

CREATE TABLE outbox (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    id bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);

-- Subjects are pseudonymous ids; nothing here names a worker.
CREATE TABLE audit (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    who text NOT NULL CONSTRAINT audit_who CHECK (who <> ''),
    role text NOT NULL DEFAULT current_user,
    act text NOT NULL,
    kind text NOT NULL DEFAULT '',
    id bigint,
    why text NOT NULL DEFAULT '',
    detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_by_subject ON audit (kind, id);
