delivery-title = Send tickets
delivery-waiting = { $n ->
    [0] Nothing to send
    [one] { $n } to send
   *[other] { $n } to send
}
delivery-how = One by one: you open their WhatsApp chat with the message written, send the picture and say so. If somebody else of the band is sending as well, nobody gets two.
delivery-begin = Begin
delivery-open = Open their WhatsApp
delivery-picture-copy = Copy picture
delivery-picture-copied = Copied: paste it into the chat
delivery-asks = Have you sent the picture?
delivery-sent = Yes, next
delivery-later = Later, next
delivery-stop = Stop sending
delivery-to = WhatsApp
delivery-knows = knows the number already
delivery-knows-not = is written to for the first time
delivery-message = The message
delivery-message-copy = Copy message
delivery-message-copied = Copied
delivery-none = No tickets to send yet.
delivery-none-left = Everybody with WhatsApp has their ticket.
delivery-over = The night is over: sending a ticket now is of no use.
delivery-marked = You marked { $name }'s as sent.
delivery-undo = No, go back
delivery-was-sent = { $by } had sent { $name }'s before.
delivery-standing = Where they are
delivery-state-waiting = to send
delivery-state-sent = sent
delivery-state-opened = opened
delivery-without-phone = { $n ->
    [one] { $n } more has no phone on record.
   *[other] { $n } more have no phone on record.
}
delivery-see = See what is left
delivery-other = { $member } is sending { $name }'s.
delivery-unlinked = Messages go without a link, and who opened their ticket isn't known: { $url } opens only here. The picture is enough. To send links, serve the program at a public address and put it in --base-url or --domain.
delivery-pause = You have opened { $n } chats in an hour. Wait until { $hour }: WhatsApp blocks numbers that write to many in a row.
delivery-limit = Pause between chats
delivery-limit-label = Chats an hour before a pause
delivery-limit-hint = 30 is careful. A number that writes a lot already can take more.
delivery-limit-keep = Save
delivery-limit-wrong = Write a number from 1 to 500.
delivery-limit-done = From now on the pause comes after { $n } chats.
delivery-copied = They say that their ticket was copied
delivery-copied-how = Open the ticket and replace it: the new one has another code, and the copied one no longer gets in.
delivery-copied-done = The band knows that this ticket was copied, and will send you another. Don't show it meanwhile.
delivery-calendar = Doors { $doors }, starts { $start }. Ticket No. { $number }.
delivery-fan-good = Good to go in
delivery-fan-entered = Went in { $hour }, door: { $door }
delivery-fan-over = This night is over
delivery-fan-cancelled = The concert is cancelled. The band will tell you what comes next.
delivery-fan-replaced = This ticket is no longer good: the band made you another. Look for the message with the new one.
delivery-fan-voided = This ticket is void. If you don't know why, ask the band.
delivery-fan-code = Your ticket's code, for the camera at the door
delivery-fan-bright = Turn up the brightness at the entrance.
delivery-fan-doors = Doors
delivery-fan-start = starts { $start }
delivery-fan-where = Where
delivery-fan-map = See on the map
delivery-fan-age = Age
delivery-fan-calendar = To the calendar
delivery-fan-png = Picture
delivery-fan-pdf = PDF
delivery-fan-copied = My ticket was copied
delivery-fan-copied-how = If somebody else has a photo or a screenshot of this code, whoever comes first goes in. The band can give you another code, and leave this one without value.
delivery-fan-copied-ask = Ask the band for another
delivery-none-free = Somebody else is sending those that are left.
delivery-absent-title = Not here yet
delivery-absent-lead = They paid and haven't come. Ask with one tap: if they don't come, their place is free for the door.
delivery-absent-early = Asking begins at { $hour }, an hour after doors.
delivery-absent-over = The night is over or cancelled: there is nobody left to ask.
delivery-absent-none = Nobody: all who paid have come.
delivery-absent-people = { $n ->
    [one] 1 person is missing.
   *[other] { $n } people are missing.
}
delivery-absent-answer = What they said
delivery-absent-ask = Coming?
delivery-absent-ask-whom = Ask { $name } whether they come
delivery-absent-unasked = not asked
delivery-absent-asked-at = asked { $at }
delivery-absent-comes-at = coming, { $at }
delivery-absent-comes = They come
delivery-absent-not = They don't
delivery-absent-sure = Void ticket No. { $number } of { $name }? Their place is free then, and if they come they don't get in with it.
delivery-absent-message = Hi { $name }, the doors of { $concert } are open and your place is waiting. Are you coming?
delivery-absent-asked = { $name } was asked.
delivery-absent-comes-done = { $name } is coming: their place is kept.
delivery-absent-reason = Said they don't come
delivery-absent-freed = { $n ->
    [one] { $name } isn't coming: 1 place is free.
   *[other] { $name } isn't coming: { $n } places are free.
}
delivery-absent-entered = { $name } has just gone in: their ticket stays as it is.
delivery-absent-more = See more
delivery-mail-title = Mail
delivery-mail-lead = With a mail server the ticket arrives by mail too: the picture inside, PDF and calendar attached.
delivery-mail-server = Server
delivery-mail-host = SMTP server
delivery-mail-host-hint = smtp.gmail.com, smtp.office365.com, or your domain's.
delivery-mail-host-wrong = Write the server's name: smtp.example.mx.
delivery-mail-security = Connection
delivery-mail-security-start-tls = STARTTLS, mostly port 587
delivery-mail-security-tls = TLS from the beginning, mostly port 465
delivery-mail-security-none = Unencrypted: only with a server on this very machine
delivery-mail-port = Port
delivery-mail-port-hint = Empty: the usual one.
delivery-mail-port-wrong = Write the port in digits: 587.
delivery-mail-username = User name
delivery-mail-username-hint = Mostly the whole address. Empty: without logging in.
delivery-mail-password = Password
delivery-mail-password-hint = Gmail wants an app password.
delivery-mail-password-kept = Empty: the present one stays.
delivery-mail-from = From
delivery-mail-from-hint = The address that fans see, and answer to.
delivery-mail-from-wrong = Write an address: hello@example.mx.
delivery-mail-keep = Save
delivery-mail-kept = Saved. What was waiting goes now.
delivery-mail-none = There is no mail server yet. It is set under Mail, from your account.
delivery-mail-test = Try it
delivery-mail-test-how = Sends a short mail and says what the server answered.
delivery-mail-test-act = Send a test
delivery-mail-test-subject = Mail test
delivery-mail-test-text = If you read this, the band's mail works.
delivery-mail-test-well = The server took it for { $to }. If it isn't there in a few minutes, look in the spam folder.
delivery-mail-to = To
delivery-mail-to-wrong = Write your e-mail address.
delivery-mail-said = In detail: { $said }
delivery-mail-why-connect = The server couldn't be reached. Check its name, the port, and that this computer has internet.
delivery-mail-why-tls = The connection couldn't be encrypted. Check whether the port is for TLS or STARTTLS, and the server's name.
delivery-mail-why-login = The server didn't take the user name or the password. Gmail and others want an app password.
delivery-mail-why-sender = The server doesn't let this address send.
delivery-mail-why-recipient = The server didn't take the recipient's address.
delivery-mail-why-content = The server received the mail and refused it.
delivery-mail-why-gone = The ticket is no longer good, or the concert is cancelled: it wasn't sent.
delivery-mail-why-address = The fan has no e-mail any more: it wasn't sent.
delivery-mail-subject = Your ticket for { $concert }
delivery-mail-cannot = This ticket is no longer good, or its fan has no e-mail.
delivery-mail-put = { $name }'s mail is on its way.
delivery-mail-waits = A mail for { $name } is on its way already.
delivery-mail-put-many = { $n ->
    [one] 1 mail is on its way.
   *[other] { $n } mails are on their way.
}
delivery-mail-only = { $n ->
    [one] 1 fan has no WhatsApp, but an e-mail address.
   *[other] { $n } fans have no WhatsApp, but an e-mail address.
}
delivery-mail-send = Send by mail
delivery-mail-standing = Mail: { $waiting } on its way, { $sent } taken by the server, { $failed } failed.
delivery-undo-late = That can't be taken back from here any more: do it on the ticket's page.
delivery-mail-why-drawing = Its picture or its text couldn't be made; it is tried again.
delivery-mail-why-restored = It was waiting when the copy was made that was restored: it wasn't sent again. If it didn't arrive, send it anew.
delivery-absent-message-plus = Hi { $name }, the doors of { $concert } are open and your companion's place is waiting. Are they coming?
delivery-fan-kept = This page opens without a signal too.
delivery-mail-stops = No more news
delivery-fan-voy = The ticket isn't for posting; this is: a picture with your name and no code.
delivery-fan-voy-linked = The ticket isn't for posting; this is: a picture with your name, no code, and your link, so that friends come with you.
delivery-fan-voy-act = Show that you're in
delivery-fan-owes = { $amount } still to pay: it is paid before going in.
