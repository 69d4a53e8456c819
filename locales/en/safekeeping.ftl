safekeeping-title = Backups
safekeeping-lead = A copy is made once a day and once before doors. Each is opened, checked and counted; the 14 newest are kept.
safekeeping-kept = Copies kept
safekeeping-kept-none = There is none yet. The first is made as soon as the program has been running for a moment.
safekeeping-gone = The last good copy is no longer in the backup folder. Leave the program running for a moment, or download one now.
safekeeping-none = There is no good copy yet. Download one and keep it somewhere else.
safekeeping-old = The last good copy is more than 3 days old. Leave the program running for a moment, or download one now.
safekeeping-failed = The automatic copy of { $at } was not made.
safekeeping-failed-full = The disk is full: free some space, and it is tried again in ten minutes.
safekeeping-failed-folder = The backup folder can't be written to: check its permissions.
safekeeping-failed-damaged = What was read isn't whole. Stop the program and run “anomalia doctor” in the terminal before going on.
safekeeping-failed-other = The cause is written in the terminal.
safekeeping-not-downloaded = The backup was not downloaded.
safekeeping-at = Made
safekeeping-fans = Fans
safekeeping-concerts = Concerts
safekeeping-tickets = Tickets
safekeeping-scans = Scans
safekeeping-size = Size
safekeeping-unreadable = Can't be opened any more
safekeeping-restore-title = Go back to a copy
safekeeping-restore = In the terminal, into a new folder. Sessions and lent doors are ended.
safekeeping-restore-file = FILE
safekeeping-restore-folder = FOLDER
safekeeping-download-title = Take a copy along
safekeeping-download-lead = It is one file with everything: fans, tickets, codes and accounts. Keep it somewhere else, as you would keep the keys.
safekeeping-password = Your password
safekeeping-download = Download backup
safekeeping-age-minutes = { $n ->
    [0] a moment ago
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
safekeeping-age-hours = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
safekeeping-age-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}
