-- Model bundles and which of them answers. The newest champion row counts; the others are its history.

CREATE TABLE bundle (
    sha256 text PRIMARY KEY CONSTRAINT bundle_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    created timestamptz NOT NULL DEFAULT now(),
    manifest jsonb NOT NULL,
    made_by text NOT NULL
);

CREATE TABLE champion (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256 text NOT NULL CONSTRAINT champion_bundle REFERENCES bundle,
    at timestamptz NOT NULL DEFAULT now(),
    who text NOT NULL CONSTRAINT champion_who CHECK (who <> ''),
    why text NOT NULL DEFAULT '',
    until timestamptz
);
CREATE UNIQUE INDEX champion_one ON champion ((true)) WHERE until IS NULL;
