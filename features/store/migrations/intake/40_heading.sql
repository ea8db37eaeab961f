-- What a person said a column heading stands for; '' means that the column is left out.

CREATE TABLE heading (
    division text NOT NULL DEFAULT '' CONSTRAINT heading_division CHECK (division ~ '^[0-9]{0,12}$'),
    kind text NOT NULL CONSTRAINT heading_kind CHECK (kind IN (
        'posts', 'workers', 'employers', 'referrals', 'arrears', 'courses', 'attendance')),
    name text NOT NULL CONSTRAINT heading_name CHECK (name <> ''),
    field text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    who text NOT NULL,
    PRIMARY KEY (division, kind, name)
);
