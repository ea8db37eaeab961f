-- Who may do what. Row-level security is forced, so that it binds the tables' owner as well; the owner
-- has a policy of its own for migrations and for the functions that count over the whole office.
-- Scope: the setting springwind.scope holds '/' followed by a division prefix. Unset or empty = nothing;
-- '/' alone = the whole office.

GRANT USAGE ON SCHEMA springwind TO springwind_app, springwind_batch;
GRANT SELECT ON alembic_version TO springwind_app, springwind_batch;
GRANT SELECT, INSERT, UPDATE ON worker, employer, post, referral, fair, booth, provenance TO springwind_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON worker_identity, invitation TO springwind_app;
GRANT DELETE ON booth TO springwind_app;
GRANT SELECT, INSERT ON worker_status, vault_key, ledger, bundle, audit TO springwind_app;
GRANT SELECT ON outbox TO springwind_app;
GRANT DELETE ON vault_key TO springwind_app;
GRANT SELECT, INSERT, UPDATE (until) ON champion TO springwind_app, springwind_batch;
GRANT SELECT ON worker, worker_status, employer, post, referral, fair, booth, invitation, ledger, bundle,
    provenance, outbox, audit TO springwind_batch;
GRANT INSERT ON bundle, audit TO springwind_batch;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA springwind TO springwind_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA springwind TO springwind_batch;
GRANT SELECT ON post_letter TO springwind_app, springwind_batch;
REVOKE ALL ON FUNCTION next_letters(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION next_letters(integer, integer) TO springwind_app;

CREATE FUNCTION in_scope(division text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT starts_with('/' || division, nullif(current_setting('springwind.scope', true), ''))
$$;
CREATE FUNCTION whole_office() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('springwind.scope', true) = '/', false)
$$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['worker', 'worker_status', 'worker_identity', 'vault_key', 'employer', 'post',
        'referral', 'letter_counter', 'fair', 'booth', 'invitation', 'ledger', 'bundle', 'champion',
        'provenance', 'outbox', 'audit'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON %I TO springwind_owner USING (true) WITH CHECK (true)', name);
        IF name NOT IN ('worker_identity', 'vault_key', 'letter_counter') THEN
            EXECUTE format('CREATE POLICY batch_reads ON %I FOR SELECT TO springwind_batch USING (true)', name);
        END IF;
    END LOOP;
    -- the records that carry a division of their own
    FOREACH name IN ARRAY ARRAY['worker', 'referral'] LOOP
        EXECUTE format('CREATE POLICY app_scope ON %I TO springwind_app
                        USING (in_scope(division)) WITH CHECK (in_scope(division))', name);
    END LOOP;
    -- read by all who have a scope at all, written within one's own
    FOREACH name IN ARRAY ARRAY['employer', 'post', 'fair'] LOOP
        EXECUTE format('CREATE POLICY app_reads ON %I FOR SELECT TO springwind_app USING (in_scope('''') IS NOT NULL)', name);
        EXECUTE format('CREATE POLICY app_adds ON %I FOR INSERT TO springwind_app WITH CHECK (in_scope(division))', name);
        EXECUTE format('CREATE POLICY app_changes ON %I FOR UPDATE TO springwind_app
                        USING (in_scope(division)) WITH CHECK (in_scope(division))', name);
    END LOOP;
    -- what hangs on a worker follows the worker
    FOREACH name IN ARRAY ARRAY['worker_status', 'worker_identity', 'invitation'] LOOP
        EXECUTE format('CREATE POLICY app_scope ON %1$I TO springwind_app
            USING (whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = %1$I.worker_id))
            WITH CHECK (whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = %1$I.worker_id))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['ledger', 'bundle', 'champion', 'vault_key'] LOOP
        EXECUTE format('CREATE POLICY app_reads ON %I FOR SELECT TO springwind_app USING (in_scope('''') IS NOT NULL)', name);
    END LOOP;
END $$;

-- nobody writes a letter for a worker out of sight
CREATE POLICY worker_in_sight ON referral AS RESTRICTIVE FOR INSERT TO springwind_app
    WITH CHECK (whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = referral.worker_id));
CREATE POLICY app_reads ON booth FOR SELECT TO springwind_app USING (in_scope('') IS NOT NULL);
CREATE POLICY app_scope ON booth TO springwind_app
    USING (EXISTS (SELECT FROM fair f WHERE f.fair_id = booth.fair_id AND in_scope(f.division)));
CREATE POLICY app_adds ON ledger FOR INSERT TO springwind_app
    WITH CHECK (EXISTS (SELECT FROM post p WHERE p.post_id = ledger.post_id AND in_scope(p.division)));
CREATE POLICY app_adds ON bundle FOR INSERT TO springwind_app WITH CHECK (whole_office());
CREATE POLICY app_adds ON champion FOR INSERT TO springwind_app WITH CHECK (whole_office());
CREATE POLICY app_changes ON champion FOR UPDATE TO springwind_app USING (whole_office());
CREATE POLICY app_adds ON vault_key FOR INSERT TO springwind_app WITH CHECK (in_scope('') IS NOT NULL);
CREATE POLICY app_removes ON vault_key FOR DELETE TO springwind_app USING (whole_office());
CREATE POLICY app_scope ON provenance TO springwind_app
    USING (CASE kind WHEN 'worker' THEN whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = record_id)
                     WHEN 'referral' THEN whole_office() OR EXISTS (SELECT FROM referral r WHERE r.referral_id = record_id)
                     ELSE in_scope('') IS NOT NULL END);
CREATE POLICY app_reads ON outbox FOR SELECT TO springwind_app USING (whole_office());
CREATE POLICY app_reads ON audit FOR SELECT TO springwind_app USING (whole_office());
CREATE POLICY app_adds ON audit FOR INSERT TO springwind_app WITH CHECK (true);
CREATE POLICY batch_adds ON audit FOR INSERT TO springwind_batch WITH CHECK (true);
CREATE POLICY batch_adds ON bundle FOR INSERT TO springwind_batch WITH CHECK (true);
CREATE POLICY batch_adds ON champion FOR INSERT TO springwind_batch WITH CHECK (true);
CREATE POLICY batch_changes ON champion FOR UPDATE TO springwind_batch USING (true);
