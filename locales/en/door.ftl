door-title = Door
door-numbers = { $inside } inside of { $expected }
door-camera = What the camera sees
door-direction-entry = Going in
door-direction-exit = Going out
door-loud = Tap the screen once, to turn the sound on
door-tilt = If it does not read: tilt it out of the glare, or bring it closer
door-rest = Tap to scan
door-rest-why = Nobody has come for a while. Camera and light rest, so that the battery lasts.
door-last = The last one
door-search = Search
door-type = Type
door-switch = Other camera
door-light-on = Light: on
door-light-off = Light: off
door-undo = Undo
door-next = Go on
door-charge = I took { $amount }
door-search-by-name = Search by name
door-close = Close

# Who decides
door-by-server = The server decides
door-by-phone = This phone decides
door-by-asking = Asking the server
door-by-nobody = The server does not answer
door-by-ended = This phone no longer has this door
door-pending-one = 1 unanswered
door-pending-many = { $n } unanswered
door-unsent-one = 1 not sent
door-unsent-many = { $n } not sent
door-damaged = damaged and set aside: { $n }
door-unwritten = this phone cannot keep anything, do not close the page
door-unread = what this phone kept cannot be read
door-others-one = 1 not sent, of another night
door-others-many = { $n } not sent, of another night
door-list-of = list of { $hour }

# Money at the door
door-charge-title = How did they pay?
door-paid-cash = I took { $amount } in cash
door-paid-card = I took { $amount } by card
door-paid-spei = The SPEI of { $amount } arrived
door-sell = Sell
door-sell-title = Sell and let in
door-sell-how-many = How many people
door-sell-less = One less
door-sell-more = One more
door-sell-price = Price
door-sell-method = How they pay
door-sell-name = Name, if they say it
door-sell-act = I took { $amount }: go in
door-sell-nameless = Door sale
door-sell-none = This phone has no places to sell. With a network it asks for them by itself; if the room is full, there are none.
door-sell-left-one = This phone can sell 1 more place, without a network as well.
door-sell-left-many = This phone can sell { $n } more places, without a network as well.
door-method-cash = Cash
door-method-card = Card
door-method-spei = SPEI
door-more = More
door-more-title = More
door-elsewhere-one = { $n } not sent under another address
door-elsewhere-many = { $n } not sent under another address
door-elsewhere-maybe = There may be entries not sent under another address
door-elsewhere-how = { $away }: { $there }. Here you are at { $here }. Open the other one on this phone where there is a network, and they go by themselves. Then come back here.

# One phone tells another
door-show = Show whom I let in
door-show-why = Another phone of this door films it with its scanner, without a network, and doesn't let the same people in again.
door-show-title = Whom I let in
door-show-how = The other phone films it as if it were a ticket. Then the other way round.
door-show-picture = QR code with the tickets that this phone let in
door-show-one = One page.
door-show-page = Page { $n } of { $of }; they change by themselves.
door-show-none = This phone has no number yet: it has to have spoken with the server once.
door-heard-from = Heard of { $name }. Tickets that went in with that phone: { $n }. Page { $page } of { $of }.
door-heard-not-ours = That code is not from a phone of this door.
door-on-phone-of = They went in on { $device }'s phone.

# Ready? and the rehearsal
door-shell-none = if you close it, it will not open again without a network
door-by-practice = REHEARSAL, not counted
door-practice-name = Rehearsal
door-ready = Ready?
door-ready-why = Before going down where there is no signal: what this phone has, and what it lacks.
door-ready-all = Everything is ready. You can go down.
door-ready-wrong = To mend before going down: { $n }.
door-ready-yes = Ready
door-ready-not = It lacks
door-ready-unsaid = has not opened “Ready?” in its scanner yet
door-check-camera = Camera
door-check-camera-yes = Open.
door-check-camera-no = It did not open. Allow it in the site's settings, beside the address, and tap Try again.
door-check-light = Light
door-check-light-yes = It has one; turn it on below, at Light.
door-check-light-none = This phone does not let the page turn it on. Find a place with light.
door-check-sound = Sound
door-check-sound-yes = It can be heard.
door-check-sound-no = It cannot be heard. Volume up, the mute switch off, Bluetooth off.
door-check-sound-ask = Somebody has to hear it.
door-check-sound-act = Play a sound
door-check-sound-heard = Did you hear it?
door-check-yes = Yes
door-check-no = No
door-check-shake = Vibration
door-check-shake-yes = It has it.
door-check-shake-none = This phone does not vibrate from a page; the screen flashes each answer's rhythm.
door-check-shake-act = Try
door-check-list = List
door-check-list-yes = Up to date at { $hour }, with { $n } tickets.
door-check-list-no = Not up to date. Wait where there is signal until it says “up to date”.
door-check-list-old = From { $hour }, with { $n } tickets. Wait where there is signal until it says “up to date”.
door-check-clock = Clock
door-check-clock-yes = With the server.
door-check-clock-no = It is { $s } off. Set the time to automatic in the phone's settings.
door-check-clock-ask = Not known yet: the server has not answered.
door-check-kept = Memory
door-check-kept-yes = The phone promised not to delete what is kept.
door-check-kept-no = The phone may delete what is kept when space runs short. Free some, or add the door to the home screen.
door-check-opens = Opening without a network
door-check-opens-yes = It opens without a network, too.
door-check-opens-no = Without a network it will not open again: do not close it. That is so with a certificate that the phone does not know.
door-check-installed = On the home screen
door-check-installed-yes = There it is.
door-check-installed-none = Not needed. If you want it: the browser's menu, “Add to home screen”.
door-check-practice = Rehearsal
door-check-practice-yes = All five practice tickets read.
door-check-practice-no = { $read } of 5 read. The practice tickets are on the *Rehearsal* page, on another screen.
door-check-practice-none = There is no rehearsal now.

# The rehearsal's page
door-rehearsal-title = Rehearsal
door-rehearsal-lead = Five tickets that are none, to be filmed with each phone from this screen. They count nowhere.
door-rehearsal-none = There is no rehearsal. When it begins, five practice tickets appear; the phones know them within a second, and without a network too.
door-rehearsal-begin = Begin the rehearsal
door-rehearsal-end = End the rehearsal
door-rehearsal-ended = The rehearsal has ended. Its tickets are nobody's now.
door-rehearsal-how = Each phone says whether it is ready, and practises with tickets that do not count.
door-practice-admitted = Good
door-practice-admitted-says = It must say Go in, in green.
door-practice-already-used = Already in
door-practice-already-used-says = It must say that it is already in.
door-practice-other-concert = Of another concert
door-practice-other-concert-says = It must say that it is for another concert.
door-practice-unpaid = Unpaid
door-practice-unpaid-says = It must say that it is unpaid.
door-practice-voided = Voided
door-practice-voided-says = It must say that it is voided.

# Double entries
door-double-twice = Double entry: { $name }, No. { $number }. First { $first }, with { $first_door }; then { $hour }, with { $door }.
door-double-voided = { $name }, No. { $number }, came in { $hour }, with { $door }, with a voided ticket.
door-double-replaced = { $name }, No. { $number }, came in { $hour }, with { $door }, with a ticket replaced by another.
door-double-more = And { $n } more.
door-double-read = Got it

# The word
door-word-admitted = Go in
door-word-already-used = Already in
door-word-other-concert = Other concert
door-word-voided = Voided
door-word-replaced = Replaced
door-word-unpaid = Unpaid
door-word-exited = Already left
door-word-exited-now = Gone out
door-word-not-inside = Not inside
door-word-undone = Undone
door-word-not-a-ticket = Not a ticket
door-word-unknown = Unknown

# Who
door-who = { $name }, No. { $number }
door-number = No. { $number }
door-left-one = 1 place left
door-left-many = { $n } places left
door-with = with { $device }
door-who-other-concert = This ticket is for another night
door-who-voided = This ticket is no longer good
door-who-replaced = There is a newer ticket
door-who-not-inside = This ticket is not inside
door-who-undone = As if it had not happened
door-who-unknown = It looks like ours, but is not on the list

# One line that helps
door-help-already-used = It was used tonight.
door-help-other-concert = Ask for tonight's ticket.
door-help-other-concert-which = It is for { $title }, { $day }.
door-help-voided = The band voided it. Ask them before you let anyone in.
door-help-replaced = Ask for the newer ticket: it came in the same chat.
door-help-unpaid = First the money, then the door.
door-help-exited = They went out; this ticket does not come in again.
door-help-exited-now = Noted: out.
door-help-not-inside = This ticket has no entry to close.
door-help-undone = It can be scanned again.
door-help-not-a-ticket = Ask them to open their ticket, or search by name.
door-help-unknown = Ask them to turn up the brightness, or search by name.

# What it was, if it was no ticket
door-stranger-link = It is a link, not one of ours
door-stranger-wifi = It is a Wi-Fi password
door-stranger-contact = It is a contact card
door-stranger-event = It is a calendar entry
door-stranger-place = It is a place on the map
door-stranger-phone = It is a phone number
door-stranger-mail = It is an e-mail address
door-stranger-text = It is another code, not one of ours

# For whoever hears the screen
door-say-admitted = Go in
door-say-already-used = Stop: already in
door-say-other-concert = Stop: the ticket is for another concert
door-say-voided = Stop: the ticket was voided
door-say-replaced = Stop: the ticket was replaced
door-say-unpaid = Wait: not paid yet
door-say-exited = Already left
door-say-exited-now = Gone out
door-say-not-inside = Not inside
door-say-undone = Undone
door-say-not-a-ticket = Stop: not a ticket
door-say-unknown = Stop: unknown code

# The server
door-server-silent = The server does not answer, so this ticket is undecided. I keep asking; do not let them in yet.
door-server-signed-out = You were signed out, so this ticket is undecided. Sign in and scan it again.
door-server-refused = The server did not take the question, so this ticket is undecided. Open the door page again.
door-sign-in = Sign in again
door-leave = Go on with the next
door-late = answered late, { $hour }
door-late-said = A late answer arrived.

# The camera
door-camera-insecure = The camera cannot open here, because the address is not https.
door-camera-insecure-help = Take a photo of the ticket with the phone's camera, or type its code.
door-camera-none = This device has no camera.
door-camera-none-help = Choose a photo of the ticket, type its code or search by name.
door-camera-denied = The browser may not use the camera.
door-camera-denied-help = Allow it in the site settings, beside the address, and try again. Meanwhile, take a photo.
door-camera-busy = Another app is using the camera.
door-camera-busy-help = Close it and try again. Meanwhile, take a photo.
door-camera-broken = The camera did not open.
door-camera-broken-help = Try again. Meanwhile take a photo, type or search by name.
door-camera-decoder = This browser cannot read codes.
door-camera-decoder-help = Open this page in an up-to-date Chrome or Safari. Meanwhile, type or search by name.
door-camera-again = Try again
door-photo = Take a photo
door-photo-reading = Reading the photo.
door-photo-empty = There is no code in the photo. Get closer, avoid reflections, and take another.

# Search and type
door-search-title = Search
door-search-label = Name, number or short code
door-search-hint = Write their name, and tap whoever is here.
door-search-none = Nobody like that on the list. Try fewer letters.
door-search-one = 1 ticket. Tap it if it is theirs.
door-search-many = { $n } tickets. Tap the one of whoever is here.
door-search-no-list = This phone does not have the list yet. Wait a moment where there is signal, or type the ticket's four letters.
door-search-silent = The server does not answer. Try again.
door-search-code = That is a whole code. Press Enter to ask about it.
door-state-inside = already in
door-state-exited = gone out
door-state-unpaid = unpaid
door-state-voided = voided
door-state-replaced = replaced
door-type-title = Type
door-type-label = The ticket's code
door-type-hint = The first four characters on the ticket will do. Capitals, spaces and hyphens do not matter.
door-type-length = It is the 4 on the ticket or the 16 of the whole code; this has { $n }.
door-type-strange = One character is in no code of ours. Look again.
door-type-ask = Ask

# Without camera and script
door-plain-kind = Going in or out?
door-plain-label = Code, name or number
door-plain-note = This page works like this too, without a camera: write and ask.
door-plain-which = More than one ticket fits. Which one?
door-plain-which-exit = Who is leaving?

# Which door
door-choose = Which door?
door-none = No door tonight
door-none-next = The door opens twelve hours before each concert. The next ones, should you want to try:
door-none-ahead = There is no concert to come.
door-new-concert = Add a concert
door-concerts = See the concerts
door-upload-unreadable = The phone sent something that can't be understood. Reload the scanner's page.
door-upload-taken = The phone sent a scan under an id that already belongs to another scan. Reload the scanner's page and scan again.

# The friend's phone
door-open-title = Open the door
door-open-lead = It is a concert's, for one night. The link is good for one phone: the first that taps the button.
door-open-secret = The link
door-open-head = You were lent the door
door-open-secret-hint = What follows the # in the link, or the whole link.
door-open-here = Open it here all the same
door-open-asks = The phone will ask about the camera: allow it. Volume up.
door-open-admin = You are signed in as { $name }, so you can scan already. This link is for another phone: opened here, it is used up.
door-inside-title = You are inside { $app }
door-inside-lead = The camera doesn't open here, and the door is lost when you close it. Open this page in { $browser }:
door-inside-menu = Tap the three dots at the top right.
door-inside-choose = Choose “Open in { $browser }”, or “Open in browser”.
door-inside-paste = If it isn't there, copy the link and paste it in { $browser }.
door-open-action = Open the door
door-open-wrong = That link isn't whole, or isn't from here. Open it again from the chat, or ask the band for a new one.
door-open-used = Another phone has opened the door with this link, and it is good for one only. Ask the band for one of your own.
door-open-ended = That door has ended: its hour has passed, or the band closed it. If it is still needed, ask for another link.

door-open-code = The six digits
door-open-code-hint = Whoever lent you the door shows them. They are good for ten minutes.
door-open-code-wrong = Those are not the digits, or their ten minutes are over. Ask the band for others.
door-open-film = Or film the QR
door-open-film-how = The one beside the six digits, or of the lent door, on the screen of whoever lends it.
door-open-film-act = Film the QR
door-open-filming = Hold the QR before the camera.
door-open-film-not = The camera did not open. Type the six digits.

# The code for an installed app
door-code-act = Code for the app
door-code-title = Code for { $name }
door-code-lead = Good once, until { $hour }, for the phone that holds this door already or is about to open it.
door-code-share = On their iPhone: open the link in Safari, tap Share and “Add to Home Screen”.
door-code-open = Open Puerta from the home screen.
door-code-type = Type these six digits, or film the QR. For one night Safari is enough, too, with nothing installed.
door-code-qr = QR with the six digits
door-code-done = Done

# Lending the door
door-lend = Lend the door
door-lend-which = Lend the door of { $title }
door-lend-title = The door
door-lend-lead = A link turns a friend's phone into a door of this concert. It scans and searches; it sees no fans and no accounts, and has no password. If you wish, it sells as well.
door-lend-new = Lend it
door-lend-name = Who and where
door-lend-name-hint = Beto, side entrance. The other phones show it so.
door-lend-name-missing = Say whose phone it is.
door-lend-name-long = Say it in 60 letters or fewer.
door-lend-until = Until
door-lend-until-hint = An hour of the concert's night; if that moves, it moves along.
door-lend-hour-past = Choose an hour that is still ahead.
door-lend-sells = It sells and takes payments as well
door-lend-sells-hint = It may sell places of the capacity and take what is owed, without a network too. What it takes is kept under its name.
door-phone-sells = sells and takes payments
door-lend-over = This concert's night is over, or it was cancelled: its door can't be lent.
door-lend-again = That door had been lent already, and its link is shown only once. If it is lost, end that door and lend another.
door-lend-message = I'm lending you the door of { $concert }, { $day }. Open this link on your phone and tap Open the door; it is good for one phone, until { $hour }: { $link }

# The link, once
door-lent-title = The door of { $name }
door-lent-lead = Lent until { $hour }, to one phone: the first that taps “Open the door”.
door-lent-near = This address opens on this computer only. To lend the door to a phone, start the program with --lan or with an https address.
door-lent-send = Send it
door-lent-once = It is shown here, now, and never again: we don't keep it. If it is lost, end that door and lend another.
door-lent-number = If their phone does not find that name, as Androids before 12:
door-lent-copy = Copy
door-lent-copied = Copied
door-lent-whatsapp = Send by WhatsApp
door-lent-done = It is sent
door-lent-film = Or have it filmed
door-lent-film-how = If they are beside you, have them hold their phone's camera in front of it.
door-lent-qr = QR code with the door's link

# The phones
door-phones = Phones
door-phones-ready =
    { $n ->
        [one] The phone is ready.
       *[other] All { $n } phones are ready.
    }
door-phones-some = Ready: { $ready } of { $n }. What each one lacks, and how to fix it, is below.
door-phones-none = Nobody else holds this door.
door-phone-name = Phone
door-phone-lender = Lent by
door-phone-claimed = Opened
door-phone-seen = Last contact
door-phone-waiting = The link is still to be opened
door-phone-open = Open
door-phone-until = until { $hour }
door-phone-revoked = Ended, { $at }
door-phone-orphaned = Ended with { $name }'s account or password
door-phone-over = Ended at { $hour }
door-phone-end = End
door-phone-end-which = End the door of { $name }
door-phone-end-sure = End the door of { $name }? Their phone stops scanning at once.
door-phone-ended = The door of { $name } has ended.

# What each phone said of itself
door-phones-own = The band's phones
door-heard-number = Phone { $number }
door-heard-seen = { $at }
door-heard-pending = { $n } not sent
door-heard-damaged =
    { $n ->
        [one] 1 damaged and set aside
       *[other] { $n } damaged and set aside
    }
door-heard-clock-ahead = its clock is { $n } min ahead
door-heard-clock-behind = its clock is { $n } min behind
door-heard-clock-off = It is not with the server. Set the time to automatic in its settings.
door-heard-no-list = no list yet
door-heard-list =
    { $n ->
        [0] list up to date
       *[other] list of { $n } min earlier
    }
door-heard-places =
    { $n ->
        [one] can sell 1 place
       *[other] can sell { $n } places
    }

# The list on paper
door-paper = On paper
door-paper-how = Every ticket that is good, by name, with a box for each place, for when no phone works. What is sold after it was printed isn't on it.
door-paper-letter = List on Letter
door-paper-a4 = On A4
door-paper-file = door
door-paper-printed = Printed { $at }
door-paper-sheet = Page { $n } of { $of }
door-paper-name = Name
door-paper-number = No.
door-paper-short = Code
door-paper-places = Came in (filled: was in before)
door-paper-due = Owes { $amount }

# What was marked on paper
door-marks-title = Type in the marks
door-marks-how = When the network is back, the marked numbers are typed in here.
door-marks-lead = The numbers that were marked on the list. First you see what each does; then they are written down.
door-marks-label = Marked numbers
door-marks-more = More numbers
door-marks-hint = With spaces or in lines: 17 18 22x2. The x says how many boxes of a group were marked. They count as come in at the hour at which you type them.
door-marks-look = See what each does
door-marks-write =
    { $n ->
        [one] Write down 1 entry
       *[other] Write down { $n } entries
    }
door-marks-done =
    { $n ->
        [0] No entry was written down.
        [one] 1 entry was written down.
       *[other] { $n } entries were written down.
    }
door-marks-none = Type at least one number of the list.
door-marks-many = That is more than a thousand at once. Type them in page by page.
door-marks-odd = This isn't a number of the list: { $words }
door-marks-places = Marked
door-marks-what = What it does
door-marks-happened = What happened
door-marks-unknown = No ticket has that number
door-marks-enter =
    { $n ->
        [one] Goes in
       *[other] { $n } go in
    }
door-marks-entered =
    { $n ->
        [one] Went in
       *[other] { $n } went in
    }
door-marks-inside =
    { $n ->
        [one] Already in: not written down again
       *[other] { $n } already in: not written down again
    }
door-marks-unpaid = Unpaid: not written down until it is paid
door-marks-voided = Voided: not written down
door-marks-replaced = Replaced: not written down
door-marks-by = paper, { $name }
door-marks-exited = Has left, and here nobody comes back: not written down
door-marks-over = The ticket admits fewer: { $n } not written down
door-photo-choose = Choose a photo
door-lent-trust = First, have their phone trust this
door-lent-trust-how = On the same Wi-Fi, have them open this address once and follow the steps. Without that they see a warning, and their door will not open without a network.
