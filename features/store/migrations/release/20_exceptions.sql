-- A statutory exception let one rule pass for one text of one post; content is the text it was granted for.

CREATE TABLE law_exception (
    exception_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    post_id bigint NOT NULL CONSTRAINT law_exception_post REFERENCES post,
    rule text NOT NULL,
    code text NOT NULL,
    content text NOT NULL CONSTRAINT law_exception_content CHECK (content ~ '^[0-9a-f]{64}$'),
    at timestamptz NOT NULL,
    who text NOT NULL CONSTRAINT law_exception_who CHECK (who <> ''),
    why text NOT NULL CONSTRAINT law_exception_why CHECK (why <> '')
);
CREATE INDEX law_exception_by_post ON law_exception (post_id);
