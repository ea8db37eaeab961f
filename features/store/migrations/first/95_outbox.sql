-- Which tables tell of their changes. A letter changes the post's counts as well.
DO $$
DECLARE
    note text[];
    event text;
BEGIN
    FOREACH note SLICE 1 IN ARRAY ARRAY[
        ['worker', '''worker'', ''worker_id'''],
        ['worker_status', '''worker'', ''worker_id'''],
        ['employer', '''employer'', ''employer_id'''],
        ['post', '''post'', ''post_id'''],
        ['referral', '''referral'', ''referral_id'', ''post'', ''post_id'''],
        ['fair', '''fair'', ''fair_id'''],
        ['champion', '''champion'', ''seq''']] LOOP
        EXECUTE format('CREATE TRIGGER outbox_turn BEFORE INSERT OR UPDATE OR DELETE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION outbox_turn()', note[1]);
        FOREACH event IN ARRAY ARRAY['INSERT', 'UPDATE', 'DELETE'] LOOP
            EXECUTE format('CREATE TRIGGER outbox_%s AFTER %s ON %I REFERENCING %s TABLE AS touched
                            FOR EACH STATEMENT EXECUTE FUNCTION outbox_note(%s)',
                           lower(event), event, note[1], CASE event WHEN 'DELETE' THEN 'OLD' ELSE 'NEW' END, note[2]);
        END LOOP;
    END LOOP;
END $$;
