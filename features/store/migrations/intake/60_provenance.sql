-- More kinds of records come from files, and one row of a sheet may hold several posts: part 1, 2, ...

ALTER TABLE provenance DROP CONSTRAINT provenance_kind;
ALTER TABLE provenance ADD CONSTRAINT provenance_kind CHECK (kind IN (
    'worker', 'employer', 'post', 'referral', 'fair', 'arrears', 'course', 'attendance'));
ALTER TABLE provenance ADD COLUMN part bigint NOT NULL DEFAULT 1 CONSTRAINT provenance_part CHECK (part >= 1);
ALTER TABLE provenance DROP CONSTRAINT provenance_once;
ALTER TABLE provenance ADD CONSTRAINT provenance_once UNIQUE (kind, file_sha256, sheet, row, part);
