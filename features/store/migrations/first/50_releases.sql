-- The release ledger: only ever appended to, each entry bound to the one before it.

CREATE TABLE ledger (
    seq bigint PRIMARY KEY CONSTRAINT ledger_seq CHECK (seq >= 1),
    post_id bigint NOT NULL CONSTRAINT ledger_post REFERENCES post,
    action text NOT NULL CONSTRAINT ledger_action CHECK (action IN (
        'draft', 'checked', 'approved', 'published', 'changed', 'filled', 'expired', 'withdrawn', 'suspended')),
    at timestamptz NOT NULL,
    who text NOT NULL CONSTRAINT ledger_who CHECK (who <> ''),
    why text NOT NULL DEFAULT '',
    findings text[] NOT NULL DEFAULT '{}',
    content text NOT NULL CONSTRAINT ledger_content CHECK (content ~ '^[0-9a-f]{64}$'),
    previous text NOT NULL CONSTRAINT ledger_previous CHECK (previous ~ '^([0-9a-f]{64})?$'),
    digest text NOT NULL CONSTRAINT ledger_digest CHECK (digest ~ '^[0-9a-f]{64}$'),
    CONSTRAINT ledger_previous_once UNIQUE (previous)
);
CREATE INDEX ledger_by_post ON ledger (post_id, seq);
