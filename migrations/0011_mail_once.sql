-- One mail of a ticket waits at a time, whoever asks for it twice at once
create unique index mail_waiting on mail (ticket_id) where sent_at is null and failed_at is null;
