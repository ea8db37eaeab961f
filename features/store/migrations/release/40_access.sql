-- Who may do what with the tables of this step; in the style of the first step.

GRANT SELECT, INSERT ON employer_check, employer_paper, office_policy, law_exception TO springwind_app;
GRANT SELECT, INSERT ON release_link, intention, complaint, wage_clue TO springwind_app;
GRANT UPDATE (ended_at) ON release_link TO springwind_app;
GRANT UPDATE (state, who, handled_at) ON intention TO springwind_app;
GRANT UPDATE (answer, who, answered_at, sealed, wrapped_key) ON complaint TO springwind_app;
GRANT UPDATE (handed_on, handed_to) ON wage_clue TO springwind_app;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA springwind TO springwind_app;
GRANT SELECT ON employer_check, office_policy, law_exception, intention TO springwind_batch;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON employer_check
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON office_policy
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON law_exception
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['employer_check', 'employer_paper', 'release_link', 'office_policy',
        'law_exception', 'intention', 'complaint', 'wage_clue'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON %I TO springwind_owner USING (true) WITH CHECK (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['employer_check', 'office_policy', 'law_exception', 'intention'] LOOP
        EXECUTE format('CREATE POLICY batch_reads ON %I FOR SELECT TO springwind_batch USING (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['intention', 'complaint', 'wage_clue'] LOOP
        EXECUTE format('CREATE POLICY app_scope ON %I TO springwind_app
                        USING (in_scope(division)) WITH CHECK (in_scope(division))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['employer_check', 'office_policy', 'law_exception'] LOOP
        EXECUTE format('CREATE POLICY app_reads ON %I FOR SELECT TO springwind_app USING (in_scope('''') IS NOT NULL)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['employer_paper', 'release_link'] LOOP
        EXECUTE format('CREATE POLICY app_scope ON %1$I TO springwind_app
            USING (EXISTS (SELECT FROM employer e WHERE e.employer_id = %1$I.employer_id AND in_scope(e.division)))', name);
    END LOOP;
END $$;

CREATE POLICY app_adds ON employer_check FOR INSERT TO springwind_app
    WITH CHECK (EXISTS (SELECT FROM employer e WHERE e.employer_id = employer_check.employer_id AND in_scope(e.division)));
CREATE POLICY app_adds ON law_exception FOR INSERT TO springwind_app
    WITH CHECK (EXISTS (SELECT FROM post p WHERE p.post_id = law_exception.post_id AND in_scope(p.division)));
CREATE POLICY app_adds ON office_policy FOR INSERT TO springwind_app WITH CHECK (whole_office());
