-- A change of the wage-arrears list tells the service, which holds the live posts against it at once.

CREATE TRIGGER outbox_turn BEFORE INSERT OR UPDATE OR DELETE ON arrears
    FOR EACH STATEMENT EXECUTE FUNCTION outbox_turn();
CREATE TRIGGER outbox_insert AFTER INSERT ON arrears REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION outbox_note('arrears', 'arrears_id');
CREATE TRIGGER outbox_update AFTER UPDATE ON arrears REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION outbox_note('arrears', 'arrears_id');
