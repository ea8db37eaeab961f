-- Give everything that hangs on one record to another. The loser stays, empty of history, and rests.
-- These run with their owner's rights, since letters may have been written by another township; the
-- caller must be able to change both records.

-- Point every foreign key at the winner, except the tables named; where both are there already (the same
-- invitation, say), the winner's own stays.
CREATE FUNCTION double_repoint(noun text, loser bigint, winner bigint, leave text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = springwind, pg_temp AS $$
DECLARE
    at record;
    one tid;
BEGIN
    FOR at IN
        SELECT c.conrelid::regclass AS told, a.attname AS name
        FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = to_regclass(noun) AND cardinality(c.conkey) = 1
          AND c.conrelid::regclass::text <> ALL (leave)
        ORDER BY c.conrelid::regclass::text, a.attname
    LOOP
        FOR one IN EXECUTE format('SELECT ctid FROM %s WHERE %I = $1 FOR UPDATE', at.told, at.name) USING loser LOOP
            BEGIN
                EXECUTE format('UPDATE %s SET %I = $1 WHERE ctid = $2', at.told, at.name) USING winner, one;
            EXCEPTION WHEN unique_violation THEN
                NULL;
            END;
        END LOOP;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION double_repoint(text, bigint, bigint, text[]) FROM PUBLIC;

CREATE FUNCTION merge_workers(loser bigint, winner bigint, today date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = springwind, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM worker WHERE worker_id IN (loser, winner) AND in_scope(division)) < 2 THEN
        RAISE EXCEPTION 'worker outside the scope' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- what only the loser had told is kept; what both told stays as the winner has it
    UPDATE worker w SET
        registered_on = least(w.registered_on, l.registered_on),
        valid_until = greatest(w.valid_until, l.valid_until),
        place = CASE WHEN w.place = '' THEN l.place ELSE w.place END,
        lat = CASE WHEN w.lat IS NULL THEN l.lat ELSE w.lat END,
        lon = CASE WHEN w.lat IS NULL THEN l.lon ELSE w.lon END,
        born_month = coalesce(w.born_month, l.born_month),
        education = coalesce(w.education, l.education),
        wanted = CASE WHEN w.wanted = '{}' THEN l.wanted ELSE w.wanted END,
        skills = w.skills || ARRAY(SELECT unnest(l.skills) EXCEPT SELECT unnest(w.skills) ORDER BY 1),
        certificates = w.certificates
            || ARRAY(SELECT unnest(l.certificates) EXCEPT SELECT unnest(w.certificates) ORDER BY 1),
        past_jobs = w.past_jobs || ARRAY(SELECT unnest(l.past_jobs) EXCEPT SELECT unnest(w.past_jobs) ORDER BY 1),
        years_experience = coalesce(w.years_experience, l.years_experience),
        monthly_low = coalesce(w.monthly_low, l.monthly_low),
        max_km = coalesce(w.max_km, l.max_km),
        will_leave = coalesce(w.will_leave, l.will_leave),
        needs = CASE WHEN w.needs = '{}' THEN l.needs ELSE w.needs END,
        groups = w.groups || ARRAY(SELECT unnest(l.groups) EXCEPT SELECT unnest(w.groups) ORDER BY 1),
        sex = coalesce(w.sex, l.sex),
        -- whoever once asked for a plain list is given one
        consent_personalised = w.consent_personalised AND l.consent_personalised
    FROM worker l WHERE w.worker_id = winner AND l.worker_id = loser;
    INSERT INTO worker_status (worker_id, since, status, place, employer_name, monthly_pay, until, contacted_on, contact)
        SELECT winner, since, status, place, employer_name, monthly_pay, until, contacted_on, contact
        FROM worker_status WHERE worker_id = loser ORDER BY entry_id;
    PERFORM double_repoint('worker', loser, winner, '{worker_status,worker_identity}');
    INSERT INTO worker_status (worker_id, since, status) VALUES (loser, today, 'not_seeking');
    UPDATE worker SET valid_until = greatest(registered_on, least(valid_until, today - 1)) WHERE worker_id = loser;
END $$;

-- The post's own life (ledger, exceptions, findings) stays with it; letters and invitations move.
CREATE FUNCTION merge_posts(loser bigint, winner bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = springwind, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM post WHERE post_id IN (loser, winner) AND in_scope(division)) < 2 THEN
        RAISE EXCEPTION 'post outside the scope' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE referral SET post_id = winner WHERE post_id = loser;
    UPDATE invitation i SET post_id = winner WHERE post_id = loser AND NOT EXISTS (
        SELECT FROM invitation o WHERE o.fair_id = i.fair_id AND o.worker_id = i.worker_id AND o.post_id = winner);
END $$;

CREATE FUNCTION merge_employers(loser bigint, winner bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = springwind, pg_temp AS $$
DECLARE
    code text;
BEGIN
    IF (SELECT count(*) FROM employer WHERE employer_id IN (loser, winner) AND in_scope(division)) < 2 THEN
        RAISE EXCEPTION 'employer outside the scope' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM double_repoint('employer', loser, winner, '{}');
    -- a credit code is held once: the loser hands it over where the winner has none
    SELECT credit_code INTO code FROM employer WHERE employer_id = loser
        AND EXISTS (SELECT FROM employer w WHERE w.employer_id = winner AND w.credit_code IS NULL);
    UPDATE employer SET suspended = true, credit_code = CASE WHEN code IS NULL THEN credit_code END
        WHERE employer_id = loser;
    UPDATE employer w SET
        credit_code = coalesce(w.credit_code, code),
        industry = coalesce(w.industry, l.industry),
        size = coalesce(w.size, l.size),
        place = CASE WHEN w.place = '' THEN l.place ELSE w.place END,
        contact_name = CASE WHEN w.contact_phone = '' THEN l.contact_name ELSE w.contact_name END,
        contact_phone = CASE WHEN w.contact_phone = '' THEN l.contact_phone ELSE w.contact_phone END
    FROM employer l WHERE w.employer_id = winner AND l.employer_id = loser;
END $$;

REVOKE ALL ON FUNCTION merge_workers(bigint, bigint, date), merge_posts(bigint, bigint),
    merge_employers(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION merge_workers(bigint, bigint, date), merge_posts(bigint, bigint),
    merge_employers(bigint, bigint) TO springwind_app;
