-- A list is added and read, never changed; it follows the worker it was shown to.

GRANT SELECT, INSERT ON shown TO springwind_app;
GRANT SELECT ON shown TO springwind_batch;
GRANT USAGE, SELECT, UPDATE ON SEQUENCE shown_list_seq TO springwind_app;

ALTER TABLE shown ENABLE ROW LEVEL SECURITY;
ALTER TABLE shown FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON shown TO springwind_owner USING (true) WITH CHECK (true);
CREATE POLICY batch_reads ON shown FOR SELECT TO springwind_batch USING (true);
CREATE POLICY app_scope ON shown TO springwind_app
    USING (whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = shown.worker_id))
    WITH CHECK (whole_office() OR EXISTS (SELECT FROM worker w WHERE w.worker_id = shown.worker_id));
