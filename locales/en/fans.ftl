fans-title = Fans
fans-one = Fan
fans-count = { $n ->
    [one] { $shown } person
   *[other] { $shown } people
}
fans-new = Register fan
fans-new-title = New fan
fans-new-lead = Only the name is needed. The rest can come later.
fans-new-ticket = New ticket
fans-import = Import
fans-export = Download CSV
fans-none = No fans yet. Register the first, or bring those you have in a sheet.
fans-none-import = Import a sheet
fans-search = Search by name, phone or e-mail
fans-search-action = Search
fans-search-hint = With or without accents; the first letters or the last four digits are enough.
fans-not-found = Nobody comes up for “{ $q }”.
fans-all = Show all
fans-name = Name
fans-name-hint = As they want it on the ticket.
fans-name-missing = The name is missing.
fans-name-long = Too long: 120 characters at most.
fans-phone = Phone
fans-phone-hint = Ten digits; from another country, with + and its code.
fans-phone-wrong = That phone isn't whole. Type its ten digits, or + and the code if it is from another country.
fans-phone-taken = Somebody else has this phone.
fans-phone-holder = That phone is { $name }'s already. What you typed is still here.
fans-phone-open = Open { $name }
fans-phone-merge = They are the same person: merge them
fans-no-phone = no phone
fans-email = E-mail
fans-email-hint = For example, ana@example.mx
fans-email-wrong = Something is missing in that e-mail. It is written as name@domain.
fans-age = Age
fans-age-hint = In years. It goes up by itself.
fans-age-wrong = An age is in years, in digits: from 0 to 120.
fans-years = { $n ->
    [one] { $n } year old
   *[other] { $n } years old
}
fans-birthday = Birthday
fans-birthday-hint = In place of the age, if you know it.
fans-birthday-wrong = That can't be a birthday. Type day, month and year.
fans-found = How they found us
fans-found-friend = Through a friend
fans-found-instagram = Instagram
fans-found-tiktok = TikTok
fans-found-spotify = Spotify
fans-found-poster = A poster
fans-found-radio = The radio
fans-found-walked-by = Walked by
fans-found-other-band = Through another band
fans-found-other = Something else
fans-unknown = Not known
fans-choose = Choose one from the list.
fans-note = Note
fans-note-hint = Only the band sees it.
fans-note-long = Too long: 2,000 characters at most.
fans-language = Language
fans-language-es = Spanish
fans-language-en = English
fans-news = News
fans-news-yes = Wants to hear our news
fans-news-hint = Only if they said so. When and how is kept.
fans-news-how = How they said so
fans-news-how-choose = Choose
fans-news-how-missing = Say how they said so.
fans-news-day = When they said so
fans-news-day-wrong = It can't be that day: today or before.
fans-news-stands = Wants news
fans-news-none = They haven't said that they want news.
fans-news-give = Note that they do
fans-news-withdraw = Wants no more news
fans-news-given = Noted: { $name } wants news.
fans-news-withdrawn = Noted: { $name } wants no more news.
fans-news-until = Until { $moment }.
fans-how-in-person = In person
fans-how-whatsapp = By WhatsApp
fans-how-paper = Signed a sheet
fans-how-email = By e-mail
fans-how-import = Was in an imported sheet
fans-consent = { $how }, { $day }.
fans-consent-by = { $how }, { $day }. Noted by { $name }.
fans-problems = Something needs mending. What you typed is still here.
fans-save = Save
fans-edit = Edit
fans-edit-title = Edit fan
fans-back-one = Back to the fan
fans-added = { $name } is now among your fans.
fans-edited = Changes saved.
fans-came = Concerts
fans-last = Last
fans-pages = Pages
fans-before = Previous
fans-after = Next
fans-tickets-count = { $n ->
    [one] { $n } ticket
   *[other] { $n } tickets
}
fans-came-since = { $n ->
    [one] Came to { $n } concert: { $day }
   *[other] Came to { $n } concerts, since { $day }
}
fans-with-us-since = On the list since { $day }
fans-registered = On the list since
fans-contact = Contact
fans-no-contact = No phone and no e-mail. Add one to send them their tickets.
fans-concerts = Concerts
fans-concert = Concert
fans-day = Day
fans-ticket = Ticket
fans-ticket-number = No. { $n }
fans-ticket-admits = for { $n }
fans-state = Attendance
fans-state-came = Came
fans-state-missed = Didn't come
fans-state-to-come = To come
fans-state-voided = Voided
fans-state-replaced = Replaced by another
fans-state-cancelled = Concert cancelled
fans-no-tickets = No tickets yet.
fans-company = Who they come with
fans-brought-by = Brought by
fans-brought = Has brought
fans-alike = May be the same person as:
fans-more = More
fans-merge = Merge with another fan
fans-merge-title = Who else is this?
fans-merge-lead = Their tickets, concerts and details become one person's.
fans-merge-alike = Same name or same e-mail
fans-merge-search = Search for somebody else
fans-merge-back = Choose somebody else
fans-merge-gone = One of the two has been merged or erased meanwhile. Go back to the list and look again.
fans-merged = { $other } and { $name } are one person now.
fans-unite-title = Two that are one
fans-unite-lead = Look at what is kept. It can't be undone.
fans-unite-field = Detail
fans-unite-stays = This one stays
fans-unite-goes = This one joins it
fans-unite-kept = So it will be
fans-unite-action = Merge
fans-unite-swap = Let the other stay
fans-erase = Erase
fans-erase-title = Erase their data
fans-erase-lead = For when somebody asks to be forgotten. It can't be undone.
fans-erase-goes = What goes
fans-erase-goes-person = Name, phone, e-mail, age, how they found us, and notes.
fans-erase-goes-consent = What they agreed to, or no longer agree to.
fans-erase-goes-search = All that made them come up in a search.
fans-erase-stays = What stays
fans-erase-stays-numbers = Each concert's numbers: tickets, attendance and money, without a person.
fans-erase-stays-copies = The backups made before today, until newer ones take their place. If you downloaded one, erase it yourself.
fans-erase-action = Erase their data
fans-erase-sure = Erase { $name }'s data for ever?
fans-erased = Their data is erased. The concerts' numbers are as they were.
fans-erased-name = Erased fan
fans-is-erased = This person asked for their data to be erased. Only the numbers are left here.
fans-import-title = Import fans
fans-import-lead = Choose a sheet in CSV, a phone's contacts (vCard) or the list of another ticket system. Before anything is saved you see what happens to each row.
fans-import-file = File
fans-import-file-hint = CSV, or text with commas, semicolons or tabs; .vcf. The attendees of pretix, Hi.Events and Eventbrite too. Up to 5 MB and 50,000 rows.
fans-import-look = Look at the file
fans-import-other = Choose another file
fans-import-columns = Columns it understands
fans-import-columns-name = Name, or first and last names. The only one that is needed.
fans-import-columns-contact = Phone, mobile or WhatsApp; e-mail.
fans-import-columns-age = Age, birthday or date of birth.
fans-import-columns-more = How they found us, note, language, news. Those it doesn't know are left out, and named.
fans-import-missing = Choose a file.
fans-import-empty = The file has no rows. See whether it is the one you meant.
fans-import-no-name = I found no column of names. The first row must say what is in each column: name, phone, e-mail…
fans-import-too-many = It has more than 50,000 rows. Divide it.
fans-import-lost = The file didn't arrive whole. Choose it again.
fans-import-raced = While you were looking, somebody registered one of these people. Nothing was saved; choose the file again.
fans-import-new = Is added
fans-import-same = Already here: { $name }, { $by }
fans-import-by-id = by their id
fans-import-by-phone = same phone
fans-import-by-email = same e-mail
fans-import-by-row = by another row
fans-import-gains = Gains: { $fields }.
fans-import-keeps = Keeps what it had: { $fields }.
fans-import-merged = Same as row { $row }
fans-import-problem = With a problem
fans-import-erased = This person asked for their data to be erased.
fans-import-done = { $new ->
    [0] No new fans.
    [one] { $new } fan was added.
   *[other] { $new } fans were added.
} { $filled ->
    [0] { "" }
    [one] { $filled } who was here gained details.
   *[other] { $filled } who were here gained details.
}
fans-preview-title = Before saving
fans-preview-lead = Nothing is saved yet. All of it is saved together, or nothing.
fans-preview-new = { $n ->
    [one] new fan
   *[other] new fans
}
fans-preview-same = { $n ->
    [one] was here already
   *[other] were here already
}
fans-preview-merged = { $n ->
    [one] repeated in the file
   *[other] repeated in the file
}
fans-preview-wrong = with a problem
fans-preview-left-out = Columns left out: { $columns }.
fans-preview-action = Import all
fans-preview-leave-out = { $n ->
    [one] Import, and leave out { $n } with a problem
   *[other] Import, and leave out { $n } with a problem
}
fans-preview-nothing = There is nothing to save: all are here already, or have something to mend.
fans-preview-nothing-back = Back to the fans
fans-preview-problems = With a problem
fans-preview-problems-lead = Mend them in the file and choose it again, or import it without them.
fans-preview-rows = Row by row
fans-preview-row = Row
fans-preview-fate = What happens
fans-preview-hidden = { $n ->
    [one] And { $shown } more row, counted above.
   *[other] And { $shown } more rows, counted above.
}
fans-csv-id = id
fans-csv-name = name
fans-csv-phone = phone
fans-csv-email = e-mail
fans-csv-age = age
fans-csv-birthday = birthday
fans-csv-found = how they found us
fans-csv-note = note
fans-csv-language = language
fans-csv-news = news
fans-csv-yes = yes

fans-consent-notice = Under privacy notice { $version }.
fans-news-until-link = Until { $moment }: they stopped it with their link.
fans-how-form = On the concert's page
fans-data = Download their data
fans-notice-title = Privacy notice
fans-notice-back = Your account
fans-notice-none = The band hasn't written its privacy notice yet.
fans-notice-edit = Write the notice
fans-notice-lead = Shown to whoever leaves their details. Every version is kept: when somebody agrees, the one they read is noted.
fans-notice-responsible = Who answers for the data
fans-notice-responsible-hint = A person's name, or the band's.
fans-notice-responsible-missing = Write who answers for the data.
fans-notice-address = Address
fans-notice-address-hint = Street, number, district and city. The law asks for it.
fans-notice-address-missing = Write an address.
fans-notice-contact = Contact
fans-notice-contact-hint = An e-mail address or a telephone for whoever wants to see, correct or erase their data.
fans-notice-contact-missing = Write an e-mail address or a telephone.
fans-notice-long = That is longer than 300 characters.
fans-notice-kept = The notice was saved.
fans-notice-version = Version { $version }, { $day }.
fans-notice-who = { $responsible }, at { $address }, answers for the details that you leave: name, telephone, e-mail, age, how you heard of us, who invited you, and which concerts you come to.
fans-notice-service = They are used to keep your place and send your ticket, to let you in at the door, and to tell you if the concert changes. They are needed for that.
fans-notice-news = Only if you tick it, also to invite you to other concerts. You can stop whenever you like: answer BAJA, or use the link in each mail. They are neither sold nor passed on.
fans-notice-rights = To see, correct or erase your details, or to object to their use, write to { $contact }. You get an answer within 20 working days. If it doesn't satisfy you, you can turn to Mexico's Secretaría Anticorrupción y Buen Gobierno.
fans-farewell-title = News
fans-farewell-ask = Stop { $band }'s news? Word about your tickets still comes.
fans-farewell-act = No more news
fans-farewell-done = You get no news from { $band }. If you ever want some, tell the band.
fans-cards = Contacts
fans-card = Save to contacts
fans-notice-show = Show them the privacy notice
fans-said = Said the word, without a ticket
fans-notice-change = Change the notice
fans-notice-contact-wrong = Write an e-mail address or a telephone that works.
fans-asked = Asked for a place
fans-segments = Segments
fans-segments-lead = Groups of fans who have something in common. They count themselves.
fans-segments-ours = Loyalty
fans-segments-own = The band's own
fans-segments-none = There is none yet. The first comes from two or three rules.
fans-segment = Segment
fans-segment-new = New segment
fans-segment-edit = Edit segment
fans-segment-edit-lead = A fan is in when all rules of one group hold. What we don't know keeps them out.
fans-segment-means = Who they are
fans-segment-moved = Since the last concert
fans-segment-uncounted = Counting…
fans-segment-same = As before the last concert
fans-segment-more = { $n ->
    [one] One more than before the last concert
   *[other] { $count } more than before the last concert
}
fans-segment-fewer = { $n ->
    [one] One fewer than before the last concert
   *[other] { $count } fewer than before the last concert
}
fans-segment-counted = Counted { $when }.
fans-segment-nobody = Nobody is in this segment for now.
fans-segment-write = Write to them
fans-segment-remove = Remove segment
fans-segment-remove-sure = The fans stay; the segment goes.
fans-segment-removed = The segment { $name } was removed.
fans-segment-saved = Kept: { $name }.
fans-segment-name = Name
fans-segment-name-hint = As you will look for it: "Back from Toluca".
fans-segment-name-missing = Give it a name.
fans-segment-name-long = The name is too long: up to 60 letters.
fans-segment-name-taken = There is a segment of that name.
fans-segment-rules-missing = A rule is missing: choose what has to hold.
fans-segment-rules-wrong = A rule lacks something. It is marked.
fans-segment-number = Type a whole number, up to 10,000,000.
fans-segment-choose = Choose one.
fans-segment-gone = a concert that is no more
fans-segment-all = All of this holds
fans-segment-or-all = Or all of this holds
fans-segment-another = Or, in another group
fans-segment-add = Add rule
fans-segment-pick-fact = Choose a rule
fans-segment-pick = Choose
fans-segment-drop = Remove
fans-segment-not-label = Holds or not
fans-segment-yes = Holds
fans-segment-no = Does not hold
fans-segment-not = not: { $rule }
fans-segment-and = { " and " }
fans-segment-or = { "; or " }
fans-segment-how-least = at least
fans-segment-how-most = at most
fans-segment-how-exactly = exactly
fans-loyalty-faithful = Faithful
fans-loyalty-faithful-about = Came at least 3 times, to half or more of the concerts in their city since their first, and missed 2 at most of the latest.
fans-loyalty-new = New
fans-loyalty-new-about = Came once, to the last concert in their city or to the one before.
fans-loyalty-leaving = Leaving us
fans-loyalty-leaving-about = They used to come: 2 times or more, and haven't for 3 to 5 concerts.
fans-loyalty-promising = Promise and don't come
fans-loyalty-promising-about = Had a ticket and didn't come 2 times or more, half of the times or more.
fans-loyalty-lost = Lost
fans-loyalty-lost-about = Came at least once, and haven't for 6 concerts or more.
fans-loyalty-birthday = Birthday this month
fans-loyalty-birthday-about = Their birthday is this month, of those whose date we know.
fans-fact-came = Concerts they came to
fans-fact-recency = Concerts since they last came
fans-fact-frequency = Share of the concerts in their city
fans-fact-missed = Times with a ticket and no show
fans-fact-kept = Share of times they came with a ticket
fans-fact-age = Age
fans-fact-birthday = Birthday this month
fans-fact-city = City they come to most
fans-fact-found = How they found us
fans-fact-paid = Has paid in all
fans-fact-tickets = Tickets they had
fans-fact-brought = People they brought
fans-fact-came-to = Came to a concert
fans-fact-first = Their first concert was
fans-fact-holds = Holds a ticket for
fans-fact-language = Language
fans-fact-news = Wants news
fans-fact-phone = Has a telephone
fans-fact-email = Has an e-mail
fans-fact-listed = Is on a list made by hand
