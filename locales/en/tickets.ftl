tickets-title = Tickets
tickets-new-title = New ticket
tickets-one-title = Ticket No. { $number }
tickets-another = Another ticket
tickets-left = { $n ->
    [0] no places left
    [one] { $n } place left
   *[other] { $n } places left
}
tickets-concert-change = Another concert
tickets-concert-missing = That concert is gone. Choose another.
tickets-concert-cancelled = The concert is cancelled; no tickets are issued.
tickets-sold-out = There are no places left for this concert. Nothing was issued.
tickets-no-concert = No concerts ahead.
tickets-no-concert-action = Add a concert
tickets-fan = Fan
tickets-fan-hint = Type a name or phone and choose. Somebody new is registered with the ticket.
tickets-suggest-none = Nobody by that name yet
tickets-suggest-one = 1 found; arrows to choose
tickets-suggest-some = { $n } found; arrows to choose
tickets-fan-new = Somebody new: phone, e-mail, age
tickets-fan-phone = WhatsApp
tickets-fan-email = E-mail
tickets-fan-age = Age
tickets-fan-gone = That fan is gone. Type the name again.
tickets-phone-taken = That phone has just gone to another fan. Look for it above by phone.
tickets-had = { $name } already has ticket No. { $number } for this concert.
tickets-again = Yes, issue another
tickets-method = How do they pay?
tickets-method-cash = Cash
tickets-method-cash-hint = Paid now
tickets-method-spei = SPEI
tickets-method-spei-hint = To be paid
tickets-method-card = Card
tickets-method-card-hint = Paid now
tickets-method-courtesy = Courtesy
tickets-method-courtesy-hint = Free
tickets-method-missing = Choose how they pay.
tickets-price = Price
tickets-price-other = Another price
tickets-price-other-hint = Type it below
tickets-price-missing = Choose a price.
tickets-amount = Another price, each
tickets-amount-wrong = Type the price in figures: 200 or 180.50.
tickets-admits = People on this ticket
tickets-admits-n = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
tickets-admits-wrong = From 1 to 50 people.
tickets-paid = Paid already?
tickets-paid-habit = As the payment method has it
tickets-paid-yes = Paid
tickets-paid-no = To be paid
tickets-note = Note for the door
tickets-note-long = The note is too long: 200 characters at most.
tickets-more = More options
tickets-issue = Issue ticket
tickets-issued = Ticket No. { $number } for { $name }. Ready to send.
tickets-none-issued = You haven't issued a ticket yet. The first one is issued here.
tickets-state-valid = Ready
tickets-state-owed = To be paid
tickets-state-in = Went in
tickets-state-voided = Voided
tickets-state-replaced = Replaced
tickets-col-fan = Fan
tickets-col-number = No.
tickets-col-concert = Concert
tickets-col-method = Payment
tickets-col-price = Price
tickets-col-sent = Sent
tickets-col-state = State
tickets-free = Courtesy
tickets-unsent = not yet
tickets-search = Find a ticket: name, number or short code
tickets-search-action = Find
tickets-filters = Filters
tickets-filter-all = All
tickets-filter-owed = To be paid
tickets-filter-unsent = Not sent
tickets-none = No tickets yet.
tickets-none-found = No ticket matches “{ $q }”.
tickets-none-left = Nothing left to do here.
tickets-pages = Pages
tickets-next = Next
tickets-csv = Download CSV
tickets-sheet = Print on sheets
tickets-sheet-empty = There are no tickets to print.
tickets-csv-number = Number
tickets-csv-fan = Fan
tickets-csv-method = Payment method
tickets-csv-price = Price
tickets-csv-due = To be paid
tickets-csv-state = State
tickets-csv-issued = Issued
tickets-csv-sent = Sent
tickets-csv-entered = Went in
tickets-picture-alt = Ticket of { $name } for { $concert }, No. { $number }
tickets-picture-gone = That ticket is no longer good, so it has no picture.
tickets-send = Send by WhatsApp
tickets-png = Download PNG
tickets-pdf = Download PDF
tickets-is-replaced = This ticket was replaced by another.
tickets-is-voided = This ticket is voided. The door will say so.
tickets-see-new = See the new one
tickets-see-old = See the old one
tickets-replaces = Replaces
tickets-code = Code
tickets-doors = Doors
tickets-issued-at = Issued
tickets-of-list = from a list
tickets-voided-at = Voided
tickets-deliver = Delivery
tickets-deliver-how = The button opens the chat with the message typed; the picture is shared or downloaded beside it. Once you have sent it, say so.
tickets-no-phone = We don't have their WhatsApp: download the picture and hand it over.
tickets-add-phone = Add their number
tickets-mark-sent = I've sent it
tickets-sent-done = Noted: { $name }'s ticket is sent.
tickets-payment = Payment
tickets-owes = Owes { $amount }.
tickets-nothing-owed = Owes nothing.
tickets-part = Only part was paid
tickets-amount-paid = How much was paid
tickets-mark-paid = Mark as paid
tickets-paid-done = Noted: { $amount } received.
tickets-paid-wrong = Choose the payment method and type the amount in figures.
tickets-paid-nothing = There was nothing to pay, or that payment was noted already.
tickets-refund = Give back
tickets-refunded = given back
tickets-refund-sure = Give { $amount } back? It is kept as another line.
tickets-refund-done = Noted: { $amount } given back.
tickets-refund-nothing = That payment had been given back already.
tickets-changes = Changes
tickets-changes-how = If somebody copied the ticket, replace it: the old code stops working.
tickets-replace = Replace
tickets-replace-sure = Replace it by a new one? The old code stops working.
tickets-replace-done = Ticket No. { $old } was replaced: the new one is No. { $new }. Send it again.
tickets-void = Void
tickets-void-sure = Void ticket No. { $number } of { $name }? It won't pass the door any more.
tickets-void-done = Ticket No. { $number } is voided and its place is free.
tickets-void-already = That ticket was voided or replaced already.
tickets-void-entered = Somebody went in with that ticket; it can't be voided.
tickets-face-doors = Doors { $hour }
tickets-face-age = { $age } and over only
tickets-face-number = No. { $number }
tickets-face-due = To be paid { $amount }
tickets-face-admits = Admits { $n }. Don't post it.
tickets-message = Hi { $name }, here is your ticket for { $concert }, { $day }, doors { $doors }. Show the code at the entrance and don't post it. Did it arrive?
tickets-message-due = Hi { $name }, here is your ticket for { $concert }, { $day }, doors { $doors }. Still to be paid: { $due }. Show the code at the entrance and don't post it. Did it arrive?
tickets-list-title = Paste a list
tickets-list-pasted = The list, as it stands in the chat
tickets-list-hint = A guest a line: “Juan +1”, “Mariana (Beto)”, “Pepe x3”, with or without a phone. You see it first; then it is issued.
tickets-list-look = Look it over
tickets-list-empty = There is no name in the list.
tickets-list-too-long = The list has more than 500 people. Split it in two.
tickets-list-no-name = It has no name.
tickets-list-long-name = The name is too long.
tickets-list-many = Too many: up to 20 a line. Spread them over several.
tickets-list-digits = It has digits that are no whole telephone number. Mend them or take them out.
tickets-list-of = guest of { $name }
tickets-list-companion = { $name } (+{ $n })
tickets-list-sold-out = The list wants { $n } places and { $left } are left. Nothing was issued.
tickets-list-done = { $n ->
    [one] { $n } ticket of the list was issued.
   *[other] { $n } tickets of the list were issued.
}
tickets-preview-title = { $n ->
    [one] { $n } ticket
   *[other] { $n } tickets
}
tickets-preview-odd = These lines are left out:
tickets-preview-line = Line { $n }, “{ $text }”.
tickets-preview-plus = With them
tickets-preview-what = What happens
tickets-preview-known = Known already: { $name }
tickets-preview-new = New fan
tickets-preview-same = Somebody we know?
tickets-preview-is = It is { $name }
tickets-preview-phone = The phone can't be read; registered without it.
tickets-preview-edit = Correct the list
tickets-preview-issue = { $n ->
    [one] Issue { $n } ticket
   *[other] Issue { $n } tickets
}
tickets-batch-title = Tickets of a list
tickets-batch-heading = { $n ->
    [one] List of { $n } ticket
   *[other] List of { $n } tickets
}
tickets-batch-void = Void the whole list
tickets-batch-sure = Void the { $n } tickets of this list?
tickets-batch-out = Some of this list was sent or scanned: they can only be voided one by one.
tickets-batch-voided = { $n } tickets were voided. Their places are free.
tickets-batch-is-voided = This list is voided.
