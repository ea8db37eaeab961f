-- Which posts stood on the list in front of worker and staff, and at which place, before a letter was
-- written or not. What was passed over is half of what a choice says; without it no ranking learned from
-- letters can be corrected for how the letters came about.

CREATE SEQUENCE shown_list_seq;
CREATE TABLE shown (
    list_id bigint NOT NULL,
    worker_id bigint NOT NULL CONSTRAINT shown_worker REFERENCES worker ON DELETE CASCADE,
    post_id bigint NOT NULL CONSTRAINT shown_post REFERENCES post ON DELETE CASCADE,
    position integer NOT NULL CONSTRAINT shown_position CHECK (position >= 1),
    shown_on date NOT NULL,
    ranker text NOT NULL DEFAULT '',
    simulated boolean NOT NULL DEFAULT false,
    PRIMARY KEY (list_id, position)
);
CREATE INDEX shown_by_worker ON shown (worker_id, shown_on);
CREATE INDEX shown_by_post ON shown (post_id);
