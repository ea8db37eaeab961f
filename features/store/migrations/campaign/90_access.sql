-- Who may do what with the day of a fair: the layout belongs to the fair's division, what hangs on a worker
-- follows the worker, and what happened is added and never changed.

GRANT SELECT, INSERT, UPDATE, DELETE ON fair_day, fair_stand, fair_bus, fair_arrival, fair_slot TO springwind_app;
GRANT SELECT, INSERT ON fair_event TO springwind_app;
GRANT SELECT ON fair_day, fair_stand, fair_bus, fair_arrival, fair_slot, fair_event TO springwind_batch;
REVOKE ALL ON FUNCTION fair_queue(bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fair_queue(bigint, timestamptz) TO springwind_app;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['fair_day', 'fair_stand', 'fair_bus', 'fair_arrival', 'fair_slot', 'fair_event'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON %I TO springwind_owner USING (true) WITH CHECK (true)', name);
        EXECUTE format('CREATE POLICY batch_reads ON %I FOR SELECT TO springwind_batch USING (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['fair_day', 'fair_stand', 'fair_bus'] LOOP
        EXECUTE format('CREATE POLICY app_reads ON %I FOR SELECT TO springwind_app USING (in_scope('''') IS NOT NULL)', name);
        EXECUTE format('CREATE POLICY app_scope ON %1$I TO springwind_app
            USING (EXISTS (SELECT FROM fair f WHERE f.fair_id = %1$I.fair_id AND in_scope(f.division)))
            WITH CHECK (EXISTS (SELECT FROM fair f WHERE f.fair_id = %1$I.fair_id AND in_scope(f.division)))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['fair_arrival', 'fair_slot'] LOOP
        EXECUTE format('CREATE POLICY app_scope ON %1$I TO springwind_app
            USING (whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = %1$I.worker_id))
            WITH CHECK (whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = %1$I.worker_id))', name);
    END LOOP;
END $$;

CREATE POLICY app_reads ON fair_event FOR SELECT TO springwind_app USING (
    whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = fair_event.worker_id)
    OR (worker_id IS NULL AND in_scope('') IS NOT NULL));
CREATE POLICY app_adds ON fair_event FOR INSERT TO springwind_app WITH CHECK (
    whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = fair_event.worker_id)
    OR (worker_id IS NULL AND EXISTS (SELECT FROM fair f WHERE f.fair_id = fair_event.fair_id AND in_scope(f.division))));
