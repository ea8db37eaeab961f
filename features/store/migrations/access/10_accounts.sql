-- Who may sign in, for which division and in which roles; sessions that ended before their time.

CREATE TABLE account (
    account_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL CONSTRAINT account_name UNIQUE
        CONSTRAINT account_name_length CHECK (length(name) BETWEEN 1 AND 60),
    scope text NOT NULL DEFAULT '' CONSTRAINT account_scope CHECK (scope ~ '^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})?$'),
    roles text[] NOT NULL CONSTRAINT account_roles CHECK (
        cardinality(roles) > 0
        AND roles <@ ARRAY['window', 'organiser', 'reviewer', 'analyst', 'administrator']),
    secret text NOT NULL,
    subject text CONSTRAINT account_subject UNIQUE,
    made_at timestamptz NOT NULL DEFAULT now(),
    made_by text NOT NULL,
    disabled_at timestamptz,
    failures integer NOT NULL DEFAULT 0 CONSTRAINT account_failures CHECK (failures >= 0),
    locked_until timestamptz,
    signed_in_at timestamptz,
    valid_from timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN account.secret IS 'argon2id hash of the password, never the password';
COMMENT ON COLUMN account.subject IS 'who this is at the sign-in service of the office (OpenID Connect), if there is one';
COMMENT ON COLUMN account.valid_from IS 'sessions opened before this moment have ended';

CREATE TABLE ended_session (
    digest bytea PRIMARY KEY,
    until timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON account TO springwind_app;
GRANT SELECT, INSERT, DELETE ON ended_session TO springwind_app;
GRANT USAGE, SELECT ON SEQUENCE account_account_id_seq TO springwind_app;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['account', 'ended_session'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON %I TO springwind_owner USING (true) WITH CHECK (true)', name);
    END LOOP;
END $$;
CREATE POLICY app_scope ON account TO springwind_app
    USING (in_scope(scope)) WITH CHECK (in_scope(scope));
CREATE POLICY app_all ON ended_session TO springwind_app USING (true) WITH CHECK (true);
