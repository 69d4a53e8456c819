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
delivery-fan-bright = Turn up the brightness at the entrance. This page opens without a signal too.
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
