-- What the public says of a post: an intention to work there, a complaint. Free words are sealed.

-- Name and phone lie in the vault, under the worker's number.
CREATE TABLE intention (
    intention_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    post_id bigint NOT NULL CONSTRAINT intention_post REFERENCES post,
    worker_id bigint NOT NULL CONSTRAINT intention_worker REFERENCES worker ON DELETE CASCADE,
    division text NOT NULL,
    at timestamptz NOT NULL,
    channel text NOT NULL CONSTRAINT intention_channel CHECK (channel IN ('page', 'qr', 'window')),
    state text NOT NULL DEFAULT 'new' CONSTRAINT intention_state CHECK (
        state IN ('new', 'reached', 'not_reached', 'referred', 'dropped')),
    who text NOT NULL DEFAULT '',
    handled_at timestamptz
);
CREATE INDEX intention_open ON intention (state, at);
CREATE INDEX intention_by_worker ON intention (worker_id);

CREATE TABLE complaint (
    complaint_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number text NOT NULL CONSTRAINT complaint_number_once UNIQUE,
    post_id bigint NOT NULL CONSTRAINT complaint_post REFERENCES post,
    division text NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL CONSTRAINT complaint_kind CHECK (kind IN (
        'fee', 'papers', 'false', 'unequal', 'wages', 'filled', 'other')),
    sealed bytea,
    wrapped_key bytea,
    answer text NOT NULL DEFAULT '',
    who text NOT NULL DEFAULT '',
    answered_at timestamptz,
    CONSTRAINT complaint_answered CHECK ((answered_at IS NULL) = (answer = ''))
);
CREATE INDEX complaint_open ON complaint (answered_at, at);

-- Unpaid wages, told by a worker of one letter; handed to labour inspection.
CREATE TABLE wage_clue (
    clue_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    letter_number text NOT NULL CONSTRAINT wage_clue_letter REFERENCES referral (letter_number),
    division text NOT NULL,
    at timestamptz NOT NULL,
    who text NOT NULL CONSTRAINT wage_clue_who CHECK (who <> ''),
    owed_from date NOT NULL,
    owed_to date NOT NULL,
    amount bigint CONSTRAINT wage_clue_amount CHECK (amount > 0),
    people bigint NOT NULL DEFAULT 1 CONSTRAINT wage_clue_people CHECK (people >= 1),
    contract boolean,
    handed_on date,
    handed_to text NOT NULL DEFAULT '',
    CONSTRAINT wage_clue_span CHECK (owed_to >= owed_from)
);
