-- Who may see and change what the channels keep. The province's words on a post are read by all who have
-- a scope at all and written within the post's division; jobs carry kinds and numbers and no persons.

GRANT SELECT, INSERT ON feed_identity TO springwind_app;
GRANT SELECT, INSERT, UPDATE ON subscriber, followed, followed_post, province_row, job TO springwind_app;
GRANT SELECT ON subscriber, followed, followed_post, province_row TO springwind_batch;
GRANT USAGE, SELECT, UPDATE ON SEQUENCE subscriber_subscriber_id_seq, followed_followed_id_seq,
    job_job_id_seq TO springwind_app;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['feed_identity', 'subscriber', 'followed', 'followed_post', 'province_row',
                                'job'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON %I TO springwind_owner USING (true) WITH CHECK (true)', name);
        IF name NOT IN ('feed_identity', 'job') THEN
            EXECUTE format('CREATE POLICY batch_reads ON %I FOR SELECT TO springwind_batch USING (true)', name);
        END IF;
    END LOOP;
    FOREACH name IN ARRAY ARRAY['subscriber', 'followed'] LOOP
        EXECUTE format('CREATE POLICY app_scope ON %I TO springwind_app
                        USING (in_scope(scope)) WITH CHECK (in_scope(scope))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['feed_identity', 'job'] LOOP
        EXECUTE format('CREATE POLICY app_scope ON %I TO springwind_app
                        USING (in_scope('''') IS NOT NULL) WITH CHECK (in_scope('''') IS NOT NULL)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['province_row', 'followed_post'] LOOP
        EXECUTE format('CREATE POLICY app_reads ON %I FOR SELECT TO springwind_app
                        USING (in_scope('''') IS NOT NULL)', name);
        EXECUTE format('CREATE POLICY app_adds ON %1$I FOR INSERT TO springwind_app
            WITH CHECK (EXISTS (SELECT FROM post p WHERE p.post_id = %1$I.post_id AND in_scope(p.division)))', name);
        EXECUTE format('CREATE POLICY app_changes ON %1$I FOR UPDATE TO springwind_app
            USING (EXISTS (SELECT FROM post p WHERE p.post_id = %1$I.post_id AND in_scope(p.division)))', name);
    END LOOP;
END $$;
