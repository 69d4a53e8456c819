//! What may be read: every table and column, each readable or secret. The one list that the authorizer,
//! the shadow views, the PostgreSQL role and the page are made from. A new column in a migration is a decision
//! here; a test fails until it is made.

/// A table or view of the database.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    /// Columns that a question may use.
    pub readable: &'static [&'static str],
    /// Columns that no question gets near: not to show, not to compare, not to order by.
    pub secret: &'static [&'static str],
    /// One of the four views that carry the brief's names.
    pub view: bool,
}

const fn view(name: &'static str, readable: &'static [&'static str]) -> Table {
    Table { name, readable, secret: &[], view: true }
}

const fn open(name: &'static str, readable: &'static [&'static str]) -> Table {
    Table { name, readable, secret: &[], view: false }
}

const fn partly(name: &'static str, readable: &'static [&'static str], secret: &'static [&'static str]) -> Table {
    Table { name, readable, secret, view: false }
}

const fn closed(name: &'static str, secret: &'static [&'static str]) -> Table {
    Table { name, readable: &[], secret, view: false }
}

/// Every table, the views first, in the order in which the page shows them.
pub const TABLES: &[Table] = &[
    view("admins", &["id", "username"]),
    view("fans", &["id", "name", "phone", "email", "age"]),
    view("concerts", &["id", "venue", "date", "address", "contact_name", "contact_phone", "contact_email"]),
    view("tickets", &["id", "fan_id", "concert_id", "payment_method", "path", "used"]),
    partly(
        "account",
        &["id", "username", "username_folded", "language", "created_at", "password_changed_at", "disabled_at"],
        &["password_hash"],
    ),
    open(
        "fan",
        &[
            "id",
            "name",
            "name_folded",
            "phone",
            "email",
            "email_folded",
            "birth_year",
            "birth_date",
            "found_by",
            "note",
            "language",
            "brought_by",
            "created_at",
            "created_by",
            "changed_at",
            "merged_into",
            "merged_at",
            "erased_at",
        ],
    ),
    open("fan_word", &["word", "fan_id"]),
    open(
        "consent",
        &["id", "fan_id", "purpose", "given_at", "how", "account_id", "withdrawn_at", "notice", "withdrawn_how"],
    ),
    partly("join_page", &["concert_id", "opened_at"], &["token", "word", "word_folded"]),
    open(
        "join_request",
        &[
            "id",
            "concert_id",
            "fan_id",
            "name",
            "people",
            "brought_by",
            "fan_new_at",
            "asked_at",
            "accepted_at",
            "ticket_id",
            "declined_at",
            "settled_by",
            "price_name",
            "price_cents",
        ],
    ),
    open("presence", &["concert_id", "fan_id", "said_at", "brought_by", "ticket_id"]),
    open(
        "privacy_notice",
        &["version", "responsible", "address", "contact", "text_es", "text_en", "created_at", "created_by"],
    ),
    open(
        "venue",
        &[
            "id",
            "name",
            "name_folded",
            "address",
            "city",
            "capacity",
            "timezone",
            "contact_name",
            "contact_phone",
            "contact_email",
            "note",
            "created_at",
        ],
    ),
    partly(
        "concert",
        &[
            "id",
            "venue_id",
            "title",
            "line_up",
            "day",
            "doors_at",
            "starts_at",
            "timezone",
            "capacity",
            "age_min",
            "currency",
            "contact_name",
            "contact_phone",
            "contact_email",
            "created_at",
            "created_by",
            "changed_at",
            "cancelled_at",
            "reentry_from",
            "reentry_until",
        ],
        &["salt"],
    ),
    open("price", &["id", "concert_id", "position", "name", "amount_cents", "until_day"]),
    open(
        "concert_change",
        &["id", "concert_id", "kind", "before_text", "after_text", "tickets", "happened_at", "account_id"],
    ),
    partly(
        "ticket",
        &[
            "id",
            "concert_id",
            "fan_id",
            "number",
            "admits",
            "price_name",
            "price_cents",
            "currency",
            "method",
            "note",
            "batch_id",
            "issued_at",
            "issued_by",
            "voided_at",
            "voided_by",
            "void_reason",
            "replaces",
            "replaced_by",
            "replaced_at",
            "sent_at",
            "sent_by",
            "sent_how",
            "cursor",
        ],
        // The request's id is the key under which a form may be sent again.
        &["code", "link_token", "request_id"],
    ),
    open(
        "delivery",
        &[
            "ticket_id",
            "concert_id",
            "taken_by",
            "taken_at",
            "put_off_at",
            "opened_at",
            "copied_at",
            "asked_at",
            "asked_by",
            "comes_at",
        ],
    ),
    partly(
        "mail",
        &[
            "id",
            "ticket_id",
            "concert_id",
            "created_at",
            "created_by",
            "due_at",
            "tries",
            "claimed_until",
            "sent_at",
            "failed_at",
            "reason",
            "said",
        ],
        &["message_id"],
    ),
    open("ticket_batch", &["id", "concert_id", "account_id", "created_at", "voided_at"]),
    open(
        "concert_sales",
        &["concert_id", "held", "issued", "courtesies", "owed_cents", "number_last", "cursor", "reserved"],
    ),
    open(
        "payment",
        &[
            "id",
            "concert_id",
            "ticket_id",
            "amount_cents",
            "currency",
            "method",
            "paid_at",
            "account_id",
            "refund_of",
            "note",
        ],
    ),
    open("concert_money", &["concert_id", "method", "amount_cents", "payments"]),
    partly(
        "device",
        &[
            "id",
            "concert_id",
            "account_id",
            "name",
            "sells_from",
            "created_at",
            "claimed_at",
            "expires_at",
            "revoked_at",
            "last_seen_at",
        ],
        &["link_hash", "token_hash", "app_token_hash", "code_hash", "code_until"],
    ),
    open(
        "door_phone",
        &[
            "id",
            "concert_id",
            "number",
            "device_id",
            "account_id",
            "name",
            "address",
            "first_seen_at",
            "last_seen_at",
            "pending",
            "damaged",
            "roster_at",
            "clock_off_ms",
            "ready",
        ],
    ),
    open("reserve", &["ticket_id", "concert_id", "number", "phone_id", "given_at", "until", "used_at", "returned_at"]),
    partly(
        "scan",
        &[
            "id",
            "concert_id",
            "ticket_id",
            "device_id",
            "account_id",
            "door",
            "kind",
            "source",
            "takes_back",
            "seq",
            "happened_at",
            "received_at",
            "clock_off_ms",
            "phone_verdict",
            "verdict",
            "money",
            "astray_at",
        ],
        &["answer"],
    ),
    open(
        "admission",
        &["ticket_id", "nth", "scan_id", "concert_id", "admitted_at", "ended_at", "ended_by", "ended_kind"],
    ),
    partly("rehearsal", &["concert_id", "begun_at", "begun_by"], &["seed"]),
    open("conflict", &["scan_id", "concert_id", "ticket_id", "first_id", "kind"]),
    open("concert_attendance", &["concert_id", "tickets", "entries", "inside", "refused", "people"]),
    open("concert_arrival", &["concert_id", "minute", "entries"]),
    closed("setting", &["name", "value"]),
    closed(
        "session",
        &[
            "id",
            "account_id",
            "token_hash",
            "browser",
            "address",
            "created_at",
            "last_seen_at",
            "expires_at",
            "ended_at",
        ],
    ),
];

/// The table of that name, in any case.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name.eq_ignore_ascii_case(name))
}

/// Tables of which something may be read, the four views first.
pub fn shown() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| !table.readable.is_empty())
}

impl Table {
    /// Whether a question may use that column.
    pub fn may_read(&self, column: &str) -> bool {
        self.readable.iter().any(|readable| readable.eq_ignore_ascii_case(column))
    }

    /// Its readable columns in a row, as they are typed after `select`.
    pub fn columns(&self) -> String {
        self.readable.join(", ")
    }

    /// Its secret columns in a row.
    pub fn secrets(&self) -> String {
        self.secret.join(", ")
    }

    /// The key of the sentence that says what it holds.
    pub fn sentence(&self) -> String {
        format!("console-table-{}", self.name.replace('_', "-"))
    }

    /// The key of the sentence that says what a column holds; only the four views have them.
    pub fn column_sentence(&self, column: &str) -> String {
        format!("console-column-{}-{}", self.name, column.replace('_', "-"))
    }
}

#[cfg(test)]
#[path = "schema_tests.rs"]
pub(super) mod tests;
