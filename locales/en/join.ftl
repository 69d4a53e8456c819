join-title = Public page
join-waiting = { $n ->
    [0] Nobody is waiting
    [one] { $n } request to accept
   *[other] { $n } requests to accept
}
join-what = A page with the concert and a form of half a minute, and a poster with its QR. Whoever fills it in waits until you accept them.
join-open = Open the page
join-opened = The page is open.
join-close = Close the page
join-closed = The page is closed. Its address stays its own.
join-notice-first = First the privacy notice: the law asks to show it to whoever leaves their details.
join-unlinked = It is open, but only seen from this network. For the poster and the links set a public address with --base-url.
join-page = The page
join-see = See the page
join-poster-alt = The concert's poster
join-poster-pdf = Poster to print
join-poster-png = Poster as a picture
join-poster-call = Scan and keep your place
join-people = Places
join-phone = WhatsApp
join-phone-hint = The band answers you there.
join-phone-missing = Write your WhatsApp number: that is how the band knows you.
join-people-wrong = From 1 to 8 places.
join-price = Price
join-free = Free entry
join-left = Places
join-left-n = { $n ->
    [0] No places left
    [one] { $n } place left
   *[other] { $n } places left
}
join-full = There are no places left.
join-full-some = There aren't that many places left.
join-too-many = Many are waiting for an answer. Try later, or write to the band.
join-ask = Keep your place
join-ask-how = Half a minute, no password. The band confirms by WhatsApp.
join-ask-act = Keep my place
join-here = Are you here?
join-here-how = Write the word that the band said: it is noted that you came.
join-here-act = I'm here
join-found = How did you hear of it?
join-found-choose = Choose
join-away = Write nothing here
join-news = { $band } may tell me about other concerts
join-news-hint = You can stop whenever you like.
join-cancelled = This concert was called off.
join-over = This concert is over. Thank you for coming.
join-word = The word
join-word-hint = The one that the band said from the stage.
join-word-wrong = That isn't tonight's word.
join-word-bad = Write a word of up to 40 letters.
join-word-none = Doors are open: the places that are left are sold there.
join-word-how = Say it from the stage. Whoever writes it on the page is tied to this night, even if they went in with somebody else's ticket or paid at the door.
join-word-kept = The word of the night is “{ $word }”.
join-word-gone = There is no word any more.
join-thanks = Done
join-thanks-before = The band looks at your request and writes to you by WhatsApp. It isn't a ticket yet.
join-thanks-night = It is noted that you came. Thank you for being here.
join-new = First time
join-wrote = Signed as { $name }
join-by = Sent by { $name }
join-has = Has ticket { $number } already
join-accept = Accept
join-accept-whom = Accept { $name }
join-accept-full = Not enough: { $n } places are left.
join-accepted = Accepted
join-accepted-done = { $name } has ticket { $number }. It is in the list to send.
join-decline = Decline
join-decline-sure = Decline { $name }? Nobody tells them. If this is all you know of them, their details are erased.
join-declined = { $name } was declined.
join-declined-forgotten = { $name } was declined, and their details were erased.
join-settled = That was settled already.
join-paid = Paid
join-paid-spei = Paid by SPEI
join-paid-cash = Paid in cash
join-paid-done = { $name } paid { $amount }.
join-said = Said the word
join-said-n = { $n ->
    [one] { $n } person
   *[other] { $n } people
}; { $tied } with a ticket.
join-brought = Who brings whom
join-chat = Hi { $name }, we saw your request for { $concert }: { $n ->
    [one] { $n } place
   *[other] { $n } places
}, { $amount }. How would you like to pay?
join-chat-free = Hi { $name }, we saw your request for { $concert }: { $n ->
    [one] { $n } place
   *[other] { $n } places
}.{ $amount } Are you coming?
join-voy = I'm in
join-voy-call = Keep your place at
join-notice = Your details are for your place at this concert. Privacy notice
join-owes = Owes { $amount }
join-later = Many came at once. Wait a minute and send it again: what you wrote is still here.
join-price-none = No price is in force today. Set one on the concert and accept again.
join-voided = Voided
join-untied = Without a ticket of their own
join-untied-how = If they went in with one from the door, or as a companion, give it their name: make the two one.
join-untied-with = Make one with ticket { $number }
join-decline-whom = Decline { $name }
join-places-asked = { $n } places asked for
join-to-accepted = Go to those accepted
join-young = { $age } years old, and the concert is for { $least } and over
join-late = This concert takes no more requests.
join-close-sure = Close the page? Whoever opens the poster reads that places are no longer kept there.
join-shut = Places aren't kept here for now. Write to the band.
join-word-missing = The word is missing.
join-notice-night = Your details are to know that you came. Privacy notice
join-asked = { $name }: { $n ->
    [one] { $n } place
   *[other] { $n } places
}. They write to { $phone }. Is that wrong? Fill in the form again.
join-until = until { $day }
join-hours = Doors { $doors }, starts { $start }
