-- The day of a fair: how it is laid out, who comes when, and what happened. Clock times are minutes after
-- midnight in the office's time zone.

CREATE TABLE fair_day (
    fair_id bigint PRIMARY KEY CONSTRAINT fair_day_fair REFERENCES fair ON DELETE CASCADE,
    opens bigint NOT NULL CONSTRAINT fair_day_opens CHECK (opens BETWEEN 0 AND 1439),
    closes bigint NOT NULL CONSTRAINT fair_day_closes CHECK (closes > opens AND closes <= 1440),
    wave_minutes bigint NOT NULL CONSTRAINT fair_day_wave_minutes CHECK (wave_minutes BETWEEN 5 AND 480),
    stay_minutes bigint NOT NULL CONSTRAINT fair_day_stay_minutes CHECK (stay_minutes BETWEEN 10 AND 720),
    seats bigint NOT NULL CONSTRAINT fair_day_seats CHECK (seats BETWEEN 1 AND 200)
);

-- what a booth asks for; slot_minutes null = people simply queue
CREATE TABLE fair_stand (
    fair_id bigint NOT NULL CONSTRAINT fair_stand_fair REFERENCES fair ON DELETE CASCADE,
    employer_id bigint NOT NULL CONSTRAINT fair_stand_employer REFERENCES employer,
    slot_minutes bigint CONSTRAINT fair_stand_slot_minutes CHECK (slot_minutes BETWEEN 5 AND 240),
    desks bigint NOT NULL DEFAULT 1 CONSTRAINT fair_stand_desks CHECK (desks BETWEEN 1 AND 50),
    PRIMARY KEY (fair_id, employer_id)
);

CREATE TABLE fair_bus (
    fair_id bigint NOT NULL CONSTRAINT fair_bus_fair REFERENCES fair ON DELETE CASCADE,
    bus bigint NOT NULL CONSTRAINT fair_bus_bus CHECK (bus >= 1),
    division text NOT NULL,
    place text NOT NULL DEFAULT '',
    wave bigint NOT NULL CONSTRAINT fair_bus_wave CHECK (wave >= 1),
    departs bigint NOT NULL,
    arrives bigint NOT NULL CONSTRAINT fair_bus_arrives CHECK (arrives >= departs),
    returns bigint NOT NULL CONSTRAINT fair_bus_returns CHECK (returns > arrives),
    seats bigint NOT NULL CONSTRAINT fair_bus_seats CHECK (seats >= 1),
    PRIMARY KEY (fair_id, bus)
);

CREATE TABLE fair_arrival (
    fair_id bigint NOT NULL CONSTRAINT fair_arrival_fair REFERENCES fair ON DELETE CASCADE,
    worker_id bigint NOT NULL CONSTRAINT fair_arrival_worker REFERENCES worker ON DELETE CASCADE,
    wave bigint NOT NULL CONSTRAINT fair_arrival_wave CHECK (wave >= 1),
    bus bigint,
    PRIMARY KEY (fair_id, worker_id)
);
CREATE INDEX fair_arrival_by_worker ON fair_arrival (worker_id);

CREATE TABLE fair_slot (
    fair_id bigint NOT NULL CONSTRAINT fair_slot_fair REFERENCES fair ON DELETE CASCADE,
    worker_id bigint NOT NULL CONSTRAINT fair_slot_worker REFERENCES worker ON DELETE CASCADE,
    employer_id bigint NOT NULL CONSTRAINT fair_slot_employer REFERENCES employer,
    desk bigint NOT NULL CONSTRAINT fair_slot_desk CHECK (desk >= 1),
    starts bigint NOT NULL,
    minutes bigint NOT NULL CONSTRAINT fair_slot_minutes CHECK (minutes >= 1),
    PRIMARY KEY (fair_id, worker_id, employer_id),
    CONSTRAINT fair_slot_person_once UNIQUE (fair_id, worker_id, starts),
    CONSTRAINT fair_slot_desk_once UNIQUE (fair_id, employer_id, desk, starts)
);
CREATE INDEX fair_slot_by_worker ON fair_slot (worker_id);

-- What happened, only ever added to. The id is given where it happened (desk and number), so that the same
-- event handed in twice, or from two places, is one event; what is true is worked out from all of them.
CREATE TABLE fair_event (
    fair_id bigint NOT NULL CONSTRAINT fair_event_fair REFERENCES fair ON DELETE CASCADE,
    event_id text NOT NULL CONSTRAINT fair_event_event_id CHECK (event_id <> '' AND length(event_id) <= 120),
    kind text NOT NULL CONSTRAINT fair_event_kind CHECK (kind IN (
        'arrived', 'sent', 'intention', 'passed', 'withdrawn', 'full', 'open')),
    at timestamptz NOT NULL,
    desk text NOT NULL DEFAULT '',
    source text NOT NULL CONSTRAINT fair_event_source CHECK (source IN ('desk', 'phone', 'sheet')),
    walk_in boolean NOT NULL DEFAULT false,
    worker_id bigint CONSTRAINT fair_event_worker REFERENCES worker ON DELETE CASCADE,
    employer_id bigint CONSTRAINT fair_event_employer REFERENCES employer,
    post_id bigint CONSTRAINT fair_event_post REFERENCES post,
    rank bigint,
    PRIMARY KEY (fair_id, event_id),
    CONSTRAINT fair_event_subject CHECK (
        CASE kind WHEN 'arrived' THEN worker_id IS NOT NULL AND employer_id IS NULL
                  WHEN 'full' THEN worker_id IS NULL AND employer_id IS NOT NULL
                  WHEN 'open' THEN worker_id IS NULL AND employer_id IS NOT NULL
                  ELSE worker_id IS NOT NULL AND employer_id IS NOT NULL END)
);
CREATE INDEX fair_event_by_pair ON fair_event (fair_id, employer_id, worker_id);
CREATE INDEX fair_event_by_worker ON fair_event (worker_id);

CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON fair_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How each booth stands now, over the whole hall whoever asks: counts, nobody's name or number. A person
-- waits from the slip on until somebody writes down that the two have talked, or until ``since``.
CREATE FUNCTION fair_queue(of_fair bigint, since timestamptz)
RETURNS TABLE (employer_id bigint, sent bigint, waiting bigint, seen bigint, intentions bigint, is_full boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = springwind, pg_temp AS $$
    WITH pair AS (
        SELECT e.employer_id, e.worker_id,
               max(e.at) FILTER (WHERE e.kind = 'sent') AS sent_at,
               bool_or(e.kind IN ('intention', 'passed')) AS seen
        FROM fair_event e
        WHERE e.fair_id = of_fair AND e.kind IN ('sent', 'intention', 'passed', 'withdrawn')
        GROUP BY 1, 2
    ), last_word AS (
        SELECT DISTINCT ON (e.employer_id, e.worker_id, e.post_id) e.employer_id, e.worker_id, e.kind
        FROM fair_event e
        WHERE e.fair_id = of_fair AND e.kind IN ('intention', 'passed', 'withdrawn')
        ORDER BY e.employer_id, e.worker_id, e.post_id, e.at DESC, e.event_id DESC
    ), wish AS (
        SELECT l.employer_id, count(DISTINCT l.worker_id) AS n FROM last_word l WHERE l.kind = 'intention' GROUP BY 1
    ), mark AS (
        SELECT DISTINCT ON (e.employer_id) e.employer_id, e.kind = 'full' AS is_full
        FROM fair_event e WHERE e.fair_id = of_fair AND e.kind IN ('full', 'open')
        ORDER BY e.employer_id, e.at DESC, e.event_id DESC
    )
    SELECT b.employer_id, count(p.sent_at), count(*) FILTER (WHERE p.sent_at >= since AND NOT p.seen),
           count(*) FILTER (WHERE p.seen), coalesce(max(w.n), 0), coalesce(bool_or(m.is_full), false)
    FROM booth b
    LEFT JOIN pair p USING (employer_id)
    LEFT JOIN wish w USING (employer_id)
    LEFT JOIN mark m USING (employer_id)
    WHERE b.fair_id = of_fair
    GROUP BY b.employer_id
$$;
