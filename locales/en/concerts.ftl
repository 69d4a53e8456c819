concerts-title = Concerts
concerts-new = New concert
concerts-new-here = New concert here
concerts-venues = Venues
concerts-tabs = When
concerts-upcoming = Upcoming
concerts-past = Past
concerts-past-none = No concert has happened yet. Each night stays here with its tickets and its money.
concerts-upcoming-see = See what is coming
concerts-upcoming-none = No concerts ahead. A date and a place are enough to start selling.
concerts-concert = Concert
concerts-when = When
concerts-tickets = Tickets
concerts-admitted = Came in
concerts-money = Money
concerts-of = { $n }{"\u00A0"}of{"\u00A0"}{ $capacity }
concerts-cancelled = cancelled
concerts-pages = Pages
concerts-first = Back to the start
concerts-next = Next
concerts-is-cancelled = This concert is cancelled. No more tickets are sold.
concerts-distance = Concert, { $distance }
concerts-doors-at = { $day }, doors{"\u00A0"}{ $doors }
concerts-starts-at = Starts { $start }
concerts-age = Over { $age } only
concerts-new-ticket = New ticket
concerts-scan = Scan
concerts-paid = Paid
concerts-owed = To be paid
concerts-courtesies = Courtesies
concerts-edit = Edit
concerts-move = Move
concerts-cancel = Cancel concert
concerts-back = Go back
concerts-night = The night
concerts-door = Lend the door
concerts-live-lost = No connection to the server, trying again.
concerts-inside = Inside
concerts-expected = Expected
concerts-refused = Refused
concerts-missed = Never came
concerts-used = Tickets that came in
concerts-doubles =
    { $n ->
        [one] 1 entry to look at
       *[other] { $n } entries to look at
    }
concerts-doubles-why = They went in with a place that was somebody else's, or with a ticket that was no longer good. All are counted; whom to look for is the band's to decide.
concerts-astray =
    { $n ->
        [one] 1 payment not in the accounts
       *[other] { $n } payments not in the accounts
    }
concerts-astray-why = A phone said that it took money, and the ticket had been paid or voided by then, or was not its own to sell. That money was taken and is not in the accounts: give it back, or record it where it belongs.
concerts-unsold =
    { $n ->
        [one] 1 sale taken back
       *[other] { $n } sales taken back
    }
concerts-unsold-why = Sold at the door, and the entry was undone, but the ticket and its payment are still there. If the money was given back, void the ticket; if not, the person may still come in with it.
concerts-double-first = What was so
concerts-double-second = Went in as well
concerts-double-number = No. { $number }
concerts-double-at = { $hour }, with { $door }
concerts-double-voided = The ticket was already voided
concerts-double-replaced = The ticket is replaced by another
concerts-last-issued = Latest tickets
concerts-issued-none = No tickets for this concert yet.
concerts-issued-all = See all tickets
concerts-fan = Fan
concerts-number = No.
concerts-state = State
concerts-price = Price
concerts-state-paid = Paid
concerts-state-owed = To be paid
concerts-state-in = Went in
concerts-state-void = Voided
concerts-state-replaced = Replaced
concerts-state-courtesy = Courtesy
concerts-arrival = How they arrived
concerts-arrival-none = The arrival curve is drawn when the first person comes in.
concerts-arrival-nobody = No entries were recorded that night.
concerts-arrival-peak = The busiest was { $from } to { $until }: { $n ->
    [one] { $n } person came in
   *[other] { $n } people came in
}.
concerts-arrival-label = { $n ->
    [one] { $n } entry
   *[other] { $n } entries
} in steps of { $step } minutes
concerts-arrival-step = Entries every { $step } minutes.
concerts-method-cash = Cash
concerts-method-spei = SPEI
concerts-method-card = Card
concerts-money-in = Received
concerts-money-owed = Still owed
concerts-prices = Prices
concerts-price-until = until { $day }
concerts-price-now = in force
concerts-contact = Who receives us
concerts-contact-none = Nobody is noted.
concerts-contact-name = Name
concerts-contact-phone = Phone
concerts-contact-email = E-mail
concerts-contact-hint = If you choose a venue and leave this empty, the venue's contact is kept.
concerts-venue-history = Every night at { $venue }
concerts-line-up = Who plays
concerts-line-up-hint = One band a line.
concerts-changes = Changes
concerts-change-from = It was { $day }, doors { $doors },
concerts-change-to = Now it is { $day }, doors { $doors },
concerts-change-cancelled = Cancelled. It was { $day }, doors { $doors },
concerts-change-stay = Tickets stay valid.
concerts-change-voided = Tickets were voided.
concerts-told-see = See who to tell
concerts-edit-title = Edit concert
concerts-problems = What is marked needs mending. The rest is as you typed it.
concerts-part-night = Night
concerts-part-when = When
concerts-part-place = Place
concerts-field-title = Title
concerts-title-hint = Left empty, the concert is called like its venue.
concerts-day = Date
concerts-timezone = Time in
concerts-doors = Doors
concerts-start = Starts
concerts-venue = Venue
concerts-venue-choose = Choose a venue
concerts-venue-new = It is a new venue
concerts-venue-name = Venue's name
concerts-venue-address = Address
concerts-venue-city = City
concerts-capacity = Capacity
concerts-capacity-hint = Empty: the venue's.
concerts-capacity-new = How many people fit.
concerts-capacity-now = { $n ->
    [0] No tickets yet.
    [one] One place is taken already.
   *[other] { $n } places are taken already.
}
concerts-capacity-move = Empty: { $capacity } if the venue stays, else the new one's. { $n ->
    [0] No tickets yet.
    [one] One place is taken already.
   *[other] { $n } places are taken already.
}
concerts-age-min = Minimum age
concerts-age-hint = It is on the ticket.
concerts-reentry = People may leave and come back
concerts-reentry-hint = The door notes who leaves; their ticket lets them in again once for each exit.
concerts-currency = Currency
concerts-prices-hint = A courtesy is 0. If you don't use a price, clear its name.
concerts-prices-more = More prices
concerts-price-name = Name
concerts-price-until-day = Until
concerts-price-presale = Presale
concerts-price-box-office = Door
concerts-price-courtesy = Courtesy
concerts-save = Save concert
concerts-made = The concert is saved.
concerts-saved = Your changes are saved.
concerts-fixed = It is at { $venue }, { $day }. Tickets already say so; to change date, time or place, move it and tell them.
concerts-fixed-move = Move the concert
concerts-move-title = Move concert
concerts-move-now = It stands for { $day }, doors { $doors }, at
concerts-move-action = Move concert
concerts-cancel-title = Cancel concert
concerts-cancel-lead = This can't be undone. You will then see who to tell.
concerts-tickets-what = { $n ->
    [one] What becomes of the ticket there is?
   *[other] What becomes of the { $n } tickets there are?
}
concerts-tickets-stay = They stay valid
concerts-tickets-stay-hint = They are good for the new date or place; each ticket is drawn with what changed.
concerts-tickets-keep-hint = For another date to come, or while you decide what to give back. No more are sold.
concerts-tickets-voided = All are voided
concerts-tickets-voided-hint = The door refuses them. Money is given back separately, ticket by ticket.
concerts-moved = The concert was moved. { $voided ->
    [0] Tickets stay valid.
    [one] { $voided } ticket was voided.
   *[other] { $voided } tickets were voided.
}
concerts-cancelled-done = The concert was cancelled. { $voided ->
    [0] No ticket was voided.
    [one] { $voided } ticket was voided.
   *[other] { $voided } tickets were voided.
}
concerts-cancelled-already = This concert was cancelled before.
concerts-told-title = Who to tell
concerts-told-nobody = Nobody had a ticket. There is no one to tell.
concerts-told-back = See the concert
concerts-told-whatsapp = By WhatsApp
concerts-told-whatsapp-lead = Each button opens the chat with the message written, in that fan's language.
concerts-told-mail = By e-mail only
concerts-told-neither = Without phone or e-mail
concerts-told-neither-lead = Tell them through whoever brought them, or in person.
concerts-told-how = Tell
concerts-told-by-whatsapp = Tell by WhatsApp
concerts-told-by-mail = Tell by e-mail
concerts-told-brought = Comes with { $name }
concerts-say-moved = Hi { $first }, the concert of { $band } ({ $concert }) that was on { $day } has changed. It is now on { $newday }, doors { $doors }, at { $place }.
concerts-say-cancelled = Hi { $first }, the concert of { $band } ({ $concert }) on { $day } is cancelled.
concerts-say-stay = { $tickets ->
    [one] Your ticket stays valid.
   *[other] Your { $tickets } tickets stay valid.
}
concerts-say-voided = { $tickets ->
    [one] Your ticket is void; answer us and we will give back what you paid.
   *[other] Your { $tickets } tickets are void; answer us and we will give back what you paid.
}
concerts-say-subject-moved = { $band }: the concert has changed ({ $concert })
concerts-say-subject-cancelled = { $band }: the concert is cancelled ({ $concert })
concerts-venues-none = No venues yet. The first one is kept with its concert.
concerts-last-night = Last night
concerts-nights = Nights
concerts-fits = Holds { $n }
concerts-venue-contact = Contact
concerts-venue-contact-hint = Copied to new concerts. Earlier ones keep their own.
concerts-history = History
concerts-history-none = No nights here yet.
concerts-note = Notes
concerts-note-hint = Only the band sees it: load-in, sound, who to call.
concerts-venue-edit = Edit venue
concerts-venue-save = Save venue
concerts-venue-saved = The venue is saved.
concerts-day-missing = The date is missing.
concerts-day-wrong = There is no such date.
concerts-doors-missing = When the doors open is missing.
concerts-start-missing = When it starts is missing.
concerts-hour-wrong = Write the time like 20:00.
concerts-start-early = It starts before the doors open.
concerts-zone-wrong = Choose the time zone.
concerts-too-long = That is too long; shorten it.
concerts-phone-wrong = That phone number lacks digits.
concerts-email-wrong = That e-mail address is incomplete.
concerts-capacity-wrong = Write how many people fit, in digits.
concerts-capacity-missing = How many people fit is missing.
concerts-capacity-held = Tickets take more places than that already: the capacity can't be lower.
concerts-age-wrong = Write an age from 1 to 99, or nothing.
concerts-currency-wrong = Choose the currency.
concerts-price-none = Give at least one price; 0 if it is free.
concerts-price-name-missing = The name is missing.
concerts-price-amount-missing = The price is missing. If it isn't used, clear its name.
concerts-price-amount-wrong = Write the price in digits, like 180 or 180.50.
concerts-price-twice = That name is already above.
concerts-venue-missing = The venue is missing: choose one or write a new one.
concerts-venue-both = You chose one venue and wrote another; leave only one.
concerts-venue-name-missing = The venue's name is missing.
concerts-venue-address-missing = The address is missing.
concerts-venue-taken = There is a venue of that name in that city already; choose it from the list.
concerts-tickets-missing = Choose what becomes of the tickets.
concerts-move-nothing = Nothing changes yet: give another date, time or venue.
concerts-edit-sold = A ticket was sold while you were editing. Date, venue and currency can't be changed here any more: save the rest, then move the concert.
concerts-edit-raced = Somebody else changed this concert while you were editing. Look at it in another tab; if you save again, what stands here stays.
concerts-zone-mexico-city = Mexico City
concerts-zone-monterrey = Monterrey
concerts-zone-merida = Mérida
concerts-zone-cancun = Cancún
concerts-zone-chihuahua = Chihuahua
concerts-zone-ciudad-juarez = Ciudad Juárez
concerts-zone-mazatlan = Mazatlán
concerts-zone-hermosillo = Hermosillo
concerts-zone-tijuana = Tijuana
concerts-zone-matamoros = Matamoros
concerts-zone-guatemala = Guatemala
concerts-zone-costa-rica = Costa Rica
concerts-zone-bogota = Bogotá
concerts-zone-lima = Lima
concerts-zone-santiago = Santiago de Chile
concerts-zone-buenos-aires = Buenos Aires
concerts-zone-los-angeles = Los Angeles
concerts-zone-denver = Denver
concerts-zone-chicago = Chicago
concerts-zone-new-york = New York
concerts-zone-london = London
concerts-zone-madrid = Madrid
concerts-zone-berlin = Berlin
concerts-send = Send tickets
concerts-astray-when = When
concerts-astray-ticket = Ticket
concerts-astray-how = How
concerts-astray-amount = Amount
concerts-astray-no-ticket = No ticket came of it
concerts-absent = Not here yet
concerts-join = Public page
concerts-report = Report
