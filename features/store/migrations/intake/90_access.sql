-- Who may do what with the tables of intake; the same scopes as in the first step.

GRANT SELECT, INSERT, UPDATE, DELETE ON arrears TO springwind_app;
GRANT SELECT, INSERT, UPDATE ON course, attendance, heading TO springwind_app;
GRANT DELETE ON heading TO springwind_app;
GRANT SELECT ON arrears, course, attendance, heading TO springwind_batch;
GRANT USAGE, SELECT, UPDATE ON SEQUENCE arrears_arrears_id_seq, course_course_id_seq,
    attendance_attendance_id_seq TO springwind_app;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['arrears', 'course', 'attendance', 'heading'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON %I TO springwind_owner USING (true) WITH CHECK (true)', name);
        EXECUTE format('CREATE POLICY batch_reads ON %I FOR SELECT TO springwind_batch USING (true)', name);
    END LOOP;
    -- read by all who have a scope at all, written within one's own
    FOREACH name IN ARRAY ARRAY['arrears', 'course', 'heading'] LOOP
        EXECUTE format('CREATE POLICY app_reads ON %I FOR SELECT TO springwind_app USING (in_scope('''') IS NOT NULL)', name);
        EXECUTE format('CREATE POLICY app_adds ON %I FOR INSERT TO springwind_app WITH CHECK (in_scope(division))', name);
        EXECUTE format('CREATE POLICY app_changes ON %I FOR UPDATE TO springwind_app
                        USING (in_scope(division)) WITH CHECK (in_scope(division))', name);
        EXECUTE format('CREATE POLICY app_removes ON %I FOR DELETE TO springwind_app USING (in_scope(division))', name);
    END LOOP;
END $$;

-- what hangs on a worker follows the worker
CREATE POLICY app_scope ON attendance TO springwind_app
    USING (whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = attendance.worker_id))
    WITH CHECK (whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = attendance.worker_id));
