-- What is to be done in the background: one row per kind and key, taken by one worker at a time.
-- due_at NULL: nothing to do until somebody asks. wanted rises with every asking, so that what is asked
-- for while it runs is done once more. A worker that dies loses its hold when locked_until has passed.

CREATE TABLE job (
    job_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CONSTRAINT job_job_kind CHECK (kind <> ''),
    key text NOT NULL DEFAULT '',
    due_at timestamptz,
    wanted bigint NOT NULL DEFAULT 1,
    tries integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    last_error text NOT NULL DEFAULT '',
    done_at timestamptz,
    CONSTRAINT job_once UNIQUE (kind, key)
);
CREATE INDEX job_due ON job (due_at) WHERE due_at IS NOT NULL;
