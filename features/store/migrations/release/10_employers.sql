-- Who has seen an employer's papers, what was decided by the office as its policy, and by whom.

CREATE TABLE employer_check (
    check_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employer_id bigint NOT NULL CONSTRAINT employer_check_employer REFERENCES employer,
    at timestamptz NOT NULL,
    who text NOT NULL CONSTRAINT employer_check_who CHECK (who <> ''),
    basis text NOT NULL CONSTRAINT employer_check_basis CHECK (
        basis IN ('licence', 'mandate', 'household', 'simulated', 'taken_back')),
    credit_code text CONSTRAINT employer_check_code CHECK (credit_code ~ '^[0-9A-Z]{18}$'),
    seen_on date,
    mandate_until date,
    valid_until date,
    why text NOT NULL DEFAULT '',
    CONSTRAINT employer_check_valid CHECK (valid_until >= seen_on AND mandate_until >= seen_on)
);
CREATE INDEX employer_check_by_employer ON employer_check (employer_id, check_id);

-- What an employer said of itself over a link; nothing of it counts before a person has seen the papers.
CREATE TABLE employer_paper (
    paper_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employer_id bigint NOT NULL CONSTRAINT employer_paper_employer REFERENCES employer,
    at timestamptz NOT NULL,
    who text NOT NULL CONSTRAINT employer_paper_who CHECK (who <> ''),
    name text NOT NULL,
    credit_code text,
    licence_until date,
    mandate_until date,
    household boolean NOT NULL DEFAULT false
);
CREATE INDEX employer_paper_by_employer ON employer_paper (employer_id, paper_id);

CREATE TABLE release_link (
    link_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employer_id bigint NOT NULL CONSTRAINT release_link_employer REFERENCES employer,
    at timestamptz NOT NULL,
    who text NOT NULL CONSTRAINT release_link_who CHECK (who <> ''),
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT release_link_span CHECK (expires_at > at)
);

-- name: arrears (block, warn), unverified (block, warn), law (TOML), wages (csv). The newest row counts.
CREATE TABLE office_policy (
    policy_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL CONSTRAINT office_policy_name CHECK (name IN ('arrears', 'unverified', 'law', 'wages')),
    value text NOT NULL,
    at timestamptz NOT NULL,
    who text NOT NULL CONSTRAINT office_policy_who CHECK (who <> ''),
    why text NOT NULL CONSTRAINT office_policy_why CHECK (why <> '')
);
CREATE INDEX office_policy_newest ON office_policy (name, policy_id DESC);
