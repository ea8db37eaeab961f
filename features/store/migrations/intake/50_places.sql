-- An office's own townships and villages with their coordinates (WGS 84, degrees), beside the national table.
-- Places, not people: read by all who have a scope at all, written within one's own.

CREATE TABLE place (
    code text PRIMARY KEY CONSTRAINT place_code CHECK (code ~ '^([0-9]{9}|[0-9]{12})$'),
    name text NOT NULL CONSTRAINT place_name CHECK (name <> ''),
    lat double precision CONSTRAINT place_lat CHECK (lat BETWEEN 3 AND 54),
    lon double precision CONSTRAINT place_lon CHECK (lon BETWEEN 73 AND 136),
    at timestamptz NOT NULL DEFAULT now(),
    who text NOT NULL,
    CONSTRAINT place_both CHECK ((lat IS NULL) = (lon IS NULL))
);

GRANT SELECT, INSERT, UPDATE, DELETE ON place TO springwind_app;
GRANT SELECT ON place TO springwind_batch;
ALTER TABLE place ENABLE ROW LEVEL SECURITY;
ALTER TABLE place FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON place TO springwind_owner USING (true) WITH CHECK (true);
CREATE POLICY batch_reads ON place FOR SELECT TO springwind_batch USING (true);
CREATE POLICY app_reads ON place FOR SELECT TO springwind_app USING (in_scope('') IS NOT NULL);
CREATE POLICY app_adds ON place FOR INSERT TO springwind_app WITH CHECK (in_scope(code));
CREATE POLICY app_changes ON place FOR UPDATE TO springwind_app USING (in_scope(code)) WITH CHECK (in_scope(code));
CREATE POLICY app_removes ON place FOR DELETE TO springwind_app USING (in_scope(code));
