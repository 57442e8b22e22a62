"""The tables of the store as of version 1. Later versions only add (``migrations``); nothing is renamed.

Days are ISO text (2025-10-31), times are local ISO text, amounts are decimal text, ids that travel are UUID text.
Rows, assignments and targets have one id and dated versions: the effective one is the newest that is not newer than
the plan's version asked for. Every word about an answer cell is a statement of a source; nothing is overwritten.
Columns that nothing fills yet (links, evidence, signed pages, texts of papers) stand here from the first day, so that
no later step has to tear anything out.
"""

UNITS = (
    """CREATE TABLE authority (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT""",
    """CREATE TABLE unit (
        id TEXT PRIMARY KEY,
        authority_id TEXT NOT NULL REFERENCES authority(id),
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        collective INTEGER NOT NULL DEFAULT 0,
        unnamed INTEGER NOT NULL DEFAULT 0,
        UNIQUE (authority_id, name)
    ) STRICT""",
    """CREATE TABLE unit_alias (
        authority_id TEXT NOT NULL REFERENCES authority(id),
        alias TEXT NOT NULL,
        unit_id TEXT NOT NULL REFERENCES unit(id),
        PRIMARY KEY (authority_id, alias)
    ) STRICT""",
    """CREATE TABLE unit_member (
        unit_id TEXT NOT NULL REFERENCES unit(id),
        member_id TEXT NOT NULL REFERENCES unit(id),
        PRIMARY KEY (unit_id, member_id)
    ) STRICT""",
    """CREATE TABLE unit_succession (
        unit_id TEXT NOT NULL REFERENCES unit(id),
        successor_id TEXT NOT NULL REFERENCES unit(id),
        since TEXT NOT NULL,
        PRIMARY KEY (unit_id, successor_id, since)
    ) STRICT""",
)

PLANS = (
    """CREATE TABLE plan (
        id TEXT PRIMARY KEY,
        position INTEGER NOT NULL,
        authority_id TEXT NOT NULL REFERENCES authority(id),
        title TEXT NOT NULL,
        annex_name TEXT NOT NULL,
        document_number TEXT,
        issuer TEXT,
        issued_on TEXT,
        draft INTEGER NOT NULL DEFAULT 0,
        coordinator_id TEXT REFERENCES unit(id),
        own_unit_id TEXT REFERENCES unit(id),
        demonstration INTEGER NOT NULL DEFAULT 0,
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE plan_version (
        plan_id TEXT NOT NULL REFERENCES plan(id),
        number INTEGER NOT NULL,
        valid_from TEXT,
        source_name TEXT NOT NULL DEFAULT '',
        document TEXT REFERENCES blob(sha256),
        reading TEXT NOT NULL DEFAULT '{}',
        note TEXT NOT NULL DEFAULT '',
        extra_columns TEXT NOT NULL DEFAULT '[]',
        made_at TEXT NOT NULL,
        PRIMARY KEY (plan_id, number)
    ) STRICT""",
    """CREATE TABLE contact (
        plan_id TEXT NOT NULL REFERENCES plan(id),
        unit_id TEXT NOT NULL REFERENCES unit(id),
        position INTEGER NOT NULL,
        person TEXT NOT NULL DEFAULT '',
        phone TEXT NOT NULL DEFAULT '',
        mail TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (plan_id, unit_id, position)
    ) STRICT""",
    """CREATE TABLE row (
        id TEXT PRIMARY KEY,
        plan_id TEXT NOT NULL REFERENCES plan(id)
    ) STRICT""",
    """CREATE INDEX row_by_plan ON row (plan_id)""",
    """CREATE TABLE row_version (
        row_id TEXT NOT NULL REFERENCES row(id),
        version INTEGER NOT NULL,
        serial INTEGER NOT NULL,
        section TEXT NOT NULL,
        task TEXT NOT NULL,
        measure TEXT NOT NULL,
        due TEXT,
        frequency TEXT NOT NULL,
        state TEXT NOT NULL,
        state_grounds TEXT NOT NULL DEFAULT '',
        reporting_mode TEXT NOT NULL,
        grounds TEXT NOT NULL DEFAULT '',
        extra TEXT NOT NULL DEFAULT '[]',
        dropped INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (row_id, version)
    ) STRICT""",
    """CREATE TABLE row_link (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('split', 'merge', 'roll-up')),
        from_row_id TEXT NOT NULL REFERENCES row(id),
        to_row_id TEXT NOT NULL REFERENCES row(id),
        since TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE assignment (
        id TEXT PRIMARY KEY,
        plan_id TEXT NOT NULL REFERENCES plan(id)
    ) STRICT""",
    """CREATE INDEX assignment_by_plan ON assignment (plan_id)""",
    """CREATE TABLE assignment_version (
        assignment_id TEXT NOT NULL REFERENCES assignment(id),
        version INTEGER NOT NULL,
        row_id TEXT NOT NULL REFERENCES row(id),
        unit_id TEXT NOT NULL REFERENCES unit(id),
        role TEXT NOT NULL,
        position INTEGER NOT NULL,
        printed TEXT NOT NULL,
        dropped INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (assignment_id, version)
    ) STRICT""",
    """CREATE TABLE indicator (
        id TEXT PRIMARY KEY,
        plan_id TEXT NOT NULL REFERENCES plan(id),
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        unit_of_measure TEXT NOT NULL,
        kind TEXT NOT NULL,
        frequency TEXT NOT NULL,
        reporting TEXT NOT NULL,
        definition TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    """CREATE TABLE indicator_link (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('split', 'merge', 'roll-up')),
        from_indicator_id TEXT NOT NULL REFERENCES indicator(id),
        to_indicator_id TEXT NOT NULL REFERENCES indicator(id),
        since TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE indicator_reporter (
        indicator_id TEXT NOT NULL REFERENCES indicator(id),
        position INTEGER NOT NULL,
        unit_id TEXT NOT NULL REFERENCES unit(id),
        PRIMARY KEY (indicator_id, unit_id)
    ) STRICT""",
    """CREATE TABLE yearly_node (
        indicator_id TEXT NOT NULL REFERENCES indicator(id),
        year INTEGER NOT NULL,
        quarter INTEGER,
        value TEXT NOT NULL,
        document_number TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    """CREATE TABLE base_figure (
        indicator_id TEXT NOT NULL REFERENCES indicator(id),
        period TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (indicator_id, period)
    ) STRICT""",
    """CREATE TABLE target (
        id TEXT PRIMARY KEY,
        plan_id TEXT NOT NULL REFERENCES plan(id)
    ) STRICT""",
    """CREATE INDEX target_by_plan ON target (plan_id)""",
    """CREATE TABLE target_version (
        target_id TEXT NOT NULL REFERENCES target(id),
        version INTEGER NOT NULL,
        indicator_id TEXT NOT NULL REFERENCES indicator(id),
        position INTEGER NOT NULL,
        row_id TEXT REFERENCES row(id),
        quote TEXT NOT NULL,
        relation TEXT NOT NULL CHECK (relation IN ('>=', '<=', '~')),
        value TEXT NOT NULL,
        value_high TEXT,
        unit_of_measure TEXT NOT NULL,
        due TEXT,
        annual INTEGER NOT NULL,
        baseline TEXT,
        dropped INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (target_id, version)
    ) STRICT""",
    """CREATE TABLE doubt (
        id TEXT PRIMARY KEY,
        plan_id TEXT NOT NULL REFERENCES plan(id),
        version INTEGER NOT NULL,
        position INTEGER NOT NULL,
        code TEXT NOT NULL,
        place TEXT NOT NULL,
        quote TEXT NOT NULL,
        proposal TEXT,
        facts TEXT NOT NULL DEFAULT '[]',
        choice TEXT,
        settled_at TEXT
    ) STRICT""",
)

MONTHS = (
    """CREATE TABLE period (
        id TEXT PRIMARY KEY,
        plan_id TEXT NOT NULL REFERENCES plan(id),
        start TEXT NOT NULL,
        end TEXT NOT NULL,
        due TEXT NOT NULL,
        final_due TEXT,
        opened_at TEXT NOT NULL,
        UNIQUE (plan_id, start, end)
    ) STRICT""",
    """CREATE TABLE period_exception (
        period_id TEXT NOT NULL REFERENCES period(id),
        unit_id TEXT NOT NULL REFERENCES unit(id),
        due TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (period_id, unit_id)
    ) STRICT""",
    """CREATE TABLE request (
        token TEXT PRIMARY KEY,
        period_id TEXT NOT NULL REFERENCES period(id),
        unit_id TEXT NOT NULL REFERENCES unit(id),
        version INTEGER NOT NULL,
        batch_id INTEGER NOT NULL REFERENCES batch(id),
        payload TEXT NOT NULL,
        passed_on_from TEXT REFERENCES request(token),
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE INDEX request_by_unit ON request (period_id, unit_id)""",
    """CREATE TABLE request_cell (
        token TEXT NOT NULL REFERENCES request(token),
        item TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (token, item, field)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE request_seen (
        token TEXT NOT NULL REFERENCES request(token),
        source_id TEXT NOT NULL,
        PRIMARY KEY (token, source_id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE reply (
        return_id TEXT PRIMARY KEY,
        period_id TEXT NOT NULL REFERENCES period(id),
        unit_id TEXT NOT NULL REFERENCES unit(id),
        answers TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
)

RETURNS = (
    """CREATE TABLE batch (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        label TEXT NOT NULL,
        made_at TEXT NOT NULL,
        undone_at TEXT
    ) STRICT""",
    """CREATE TABLE blob (
        sha256 TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        bytes BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE received_file (
        id TEXT PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batch(id),
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES blob(sha256),
        saved_at TEXT,
        mailed_at TEXT
    ) STRICT""",
    """CREATE INDEX received_file_by_hash ON received_file (sha256)""",
    """CREATE TABLE receipt (
        id TEXT PRIMARY KEY,
        received_file_id TEXT NOT NULL REFERENCES received_file(id),
        plan_id TEXT,
        period_id TEXT,
        unit_id TEXT,
        token TEXT,
        outcome TEXT NOT NULL,
        recognised_by TEXT NOT NULL DEFAULT '',
        counts TEXT NOT NULL DEFAULT '{}',
        findings TEXT NOT NULL DEFAULT '[]'
    ) STRICT""",
    """CREATE TABLE source (
        id TEXT PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batch(id),
        kind TEXT NOT NULL CHECK (kind IN ('return', 'hand', 'decision', 'request', 'import')),
        period_id TEXT NOT NULL REFERENCES period(id),
        unit_id TEXT NOT NULL REFERENCES unit(id),
        receipt_id TEXT REFERENCES receipt(id),
        return_id TEXT NOT NULL DEFAULT '',
        by_whom TEXT NOT NULL DEFAULT '',
        told_by TEXT NOT NULL DEFAULT '',
        told_at TEXT,
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE INDEX source_by_unit ON source (period_id, unit_id)""",
    """CREATE TABLE source_after (
        source_id TEXT NOT NULL REFERENCES source(id),
        after TEXT NOT NULL,
        PRIMARY KEY (source_id, after)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE statement (
        source_id TEXT NOT NULL REFERENCES source(id),
        item TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        base TEXT NOT NULL,
        PRIMARY KEY (source_id, item, field)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE explanation (
        id TEXT PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batch(id),
        period_id TEXT NOT NULL REFERENCES period(id),
        unit_id TEXT NOT NULL REFERENCES unit(id),
        item TEXT NOT NULL,
        code TEXT NOT NULL,
        text TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
)

EVIDENCE = (
    """CREATE TABLE evidence (
        id TEXT PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batch(id),
        period_id TEXT NOT NULL REFERENCES period(id),
        unit_id TEXT NOT NULL REFERENCES unit(id),
        item TEXT NOT NULL DEFAULT '',
        sha256 TEXT NOT NULL REFERENCES blob(sha256),
        name TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE signed_page (
        id TEXT PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batch(id),
        period_id TEXT NOT NULL REFERENCES period(id),
        unit_id TEXT NOT NULL REFERENCES unit(id),
        sha256 TEXT REFERENCES blob(sha256),
        name TEXT NOT NULL DEFAULT '',
        check_number TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        made_at TEXT NOT NULL
    ) STRICT""",
)

PAPERS = (
    """CREATE TABLE wording (
        id TEXT PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batch(id),
        period_id TEXT NOT NULL REFERENCES period(id),
        row_id TEXT NOT NULL REFERENCES row(id),
        text TEXT NOT NULL,
        made_from TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE ruling (
        id TEXT PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batch(id),
        period_id TEXT NOT NULL REFERENCES period(id),
        row_id TEXT NOT NULL REFERENCES row(id),
        light TEXT,
        reason TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE paper_text (
        id TEXT PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batch(id),
        period_id TEXT NOT NULL REFERENCES period(id),
        paper TEXT NOT NULL,
        place TEXT NOT NULL,
        text TEXT NOT NULL,
        made_from TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE rule_sheet (
        plan_id TEXT NOT NULL REFERENCES plan(id),
        number INTEGER NOT NULL,
        body TEXT NOT NULL,
        made_at TEXT NOT NULL,
        PRIMARY KEY (plan_id, number)
    ) STRICT""",
    """CREATE TABLE issue (
        id TEXT PRIMARY KEY,
        period_id TEXT NOT NULL REFERENCES period(id),
        number INTEGER NOT NULL,
        rule_sheet INTEGER NOT NULL,
        summary TEXT NOT NULL,
        paper TEXT NOT NULL DEFAULT '',
        texts TEXT NOT NULL DEFAULT '{}',
        document_number TEXT NOT NULL DEFAULT '',
        signed_by TEXT NOT NULL DEFAULT '',
        signed_on TEXT,
        signed_copy TEXT REFERENCES blob(sha256),
        corrections TEXT NOT NULL DEFAULT '[]',
        made_at TEXT NOT NULL,
        UNIQUE (period_id, number)
    ) STRICT""",
    """CREATE TABLE issue_file (
        issue_id TEXT NOT NULL REFERENCES issue(id),
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES blob(sha256),
        PRIMARY KEY (issue_id, name)
    ) STRICT""",
    """CREATE TABLE log (
        id INTEGER PRIMARY KEY,
        made_at TEXT NOT NULL,
        action TEXT NOT NULL,
        plan_id TEXT,
        period_id TEXT,
        unit_id TEXT,
        batch_id INTEGER,
        text TEXT NOT NULL,
        facts TEXT NOT NULL DEFAULT '{}'
    ) STRICT""",
    """CREATE TABLE setting (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT""",
)

VERSION_1 = (*UNITS, *PLANS, *RETURNS, *MONTHS, *EVIDENCE, *PAPERS)
