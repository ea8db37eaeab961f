-- What the tables do by themselves.

-- One writer at a time numbers the changes, from before its first row lock until it commits: a reader
-- that has seen number n will never find a smaller one later.
CREATE FUNCTION outbox_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext(current_database() || '.springwind.outbox'));
    RETURN NULL;
END $$;

-- Arguments: kind, column of the id. Works on the whole statement at once.
CREATE FUNCTION outbox_note() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = springwind, pg_temp AS $$
DECLARE i integer;
BEGIN
    FOR i IN 0 .. TG_NARGS - 1 BY 2 LOOP
        EXECUTE format('INSERT INTO outbox (kind, id) SELECT DISTINCT %L, %I FROM touched ORDER BY 2',
                       TG_ARGV[i], TG_ARGV[i + 1]);
        PERFORM pg_notify('springwind', TG_ARGV[i]);
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever appended to', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- When letters were written for a post and when they led to a hire, over the whole office whoever asks
-- (a view reads with its owner's rights): places left must not depend on which workers the reader may see.
CREATE VIEW post_letter AS
    SELECT post_id, referred_on, CASE WHEN slip = 1 THEN coalesce(slip_on, referred_on) END AS hired_on
    FROM referral;

-- Reserve n letter numbers of a year and give the first.
CREATE FUNCTION next_letters(of_year integer, n integer) RETURNS integer
    LANGUAGE sql SECURITY DEFINER SET search_path = springwind, pg_temp AS $$
    INSERT INTO letter_counter AS c (year, last)
    SELECT of_year, coalesce(max(right(letter_number, 6)::integer), 0) + n
    FROM referral WHERE left(letter_number, 4) = lpad(of_year::text, 4, '0')
    ON CONFLICT (year) DO UPDATE SET last = greatest(c.last + n, excluded.last)
    RETURNING last - n + 1
$$;
