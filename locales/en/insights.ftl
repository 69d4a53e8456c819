insights-title = Home
insights-empty-head = The first date
insights-empty = There are no concerts yet. With the first one begin the tickets, the door and the figures on this page.
insights-empty-action = Add the first concert
insights-steps = How it goes
insights-step-concert = Add the concert
insights-step-concert-text = Venue, date, capacity, prices and who is in charge.
insights-step-fan = Add your fans
insights-step-fan-text = A name is enough. You can bring your list as CSV, too.
insights-step-ticket = Give them their tickets
insights-step-ticket-text = Each gets their own on WhatsApp, with its code.
insights-step-scan = Scan at the door
insights-step-scan-text = The phone says who may enter. The day after, the numbers are here.
insights-no-next = Next concert
insights-no-next-head = No date yet
insights-no-next-action = Add concert
insights-next-later = Next, { $when }
insights-next-tomorrow = Next, tomorrow
insights-next-today = Today, doors { $doors }
insights-next-tonight = Tonight, doors since { $doors }
insights-next-last-night = Last night
insights-when = { $day }, doors { $doors }
insights-act-ticket = New ticket
insights-act-scan = Scan
insights-act-concert = See concert
insights-capacity = Capacity
insights-expected = Expected
insights-admitted-now = Came in so far
insights-paid = Paid
insights-owed = Held, to be paid
insights-courtesies = Courtesies
insights-taken = Taken
insights-pace-same-day = On the day itself, at this hour
insights-pace-days = { $n ->
    [one] A day out
   *[other] { $n } days out
}
insights-pace-one = { $start }, { $name } had { $usual } { $n ->
    [one] place
   *[other] places
} taken.
insights-pace-many = { $start }, the last { $concerts } concerts had { $usual } { $n ->
    [one] place
   *[other] places
} taken on average.
insights-pace-ahead = This one is { $by } ahead.
insights-pace-behind = This one is { $by } behind.
insights-pace-level = This one is level.
insights-small = These are small numbers: a hint, not a trend.
insights-last = Last concerts
insights-concert = Concert
insights-admitted = Came in
insights-no-shows = No-shows
insights-money = Taken
insights-change = Against the one before
insights-not-counted = not scanned
insights-percent = { $n }%
insights-more = up
insights-fewer = down
insights-same = same
insights-attendance = Attendance
insights-attendance-chart = How many came in at each concert. Each bar leads to its concert.
insights-bar = { $name }: { $admitted } came in
insights-bar-goal = { $name }: { $admitted } came in, the goal was { $goal }
insights-came-nobody = No ticket was scanned at { $name }, so there is no attendance to count.
insights-came-first = { $n ->
    [one] One person came in at { $name }. It was the first: it will be the base of the next one.
   *[other] { $admitted } came in at { $name }. It was the first: it will be the base of the next one.
}
insights-came-no-base = { $admitted } came in at { $name }. Nobody was scanned at { $baseName }, so there is no base for a goal.
insights-came-more = { $admitted } came in at { $name }, { $percent }% more than the { $base } of { $baseName }.
insights-came-fewer = { $admitted } came in at { $name }, { $percent }% fewer than the { $base } of { $baseName }.
insights-came-same = { $admitted } came in at { $name }, practically the { $base } of { $baseName }.
insights-goal-reached = The goal of { $goal } was met.
insights-goal-missed = The goal was { $goal }.
insights-goal-room-full = { $name } held { $capacity }: there was no room for the goal of { $goal }.
insights-goal-room-left = { $name } held { $capacity }: there was no room for the goal of { $goal }, but { $n ->
    [one] one place was left
   *[other] { $left } places were left
}.
insights-goal-tick = The dashed line is the goal: { $percent }% more than the concert before.
insights-returned = { $n ->
    [one] { $back ->
        [0] The fan who came in at { $name } came for the first time.
       *[other] The fan who came in at { $name } had come before.
    }
   *[other] { $back ->
        [0] All { $fans } fans who came in at { $name } came for the first time.
        [one] Of the { $fans } fans who came in at { $name }, one had come before.
       *[other] Of the { $fans } fans who came in at { $name }, { $returned } had come before.
    }
}
insights-goal-next = The goal for { $name } is { $goal }.
insights-goal-next-room = There is no room for it: the capacity is { $capacity }.
insights-audience = Age and loyalty
insights-who-returns = Who comes back
insights-audience-chart = Fans by age and by number of concerts. Each bar leads to its fans.
insights-audience-returned = { $n ->
    [one] One fan has come
   *[other] { $fans } fans have come
}; { $back ->
    [0] nobody has come back yet.
    [one] one of them to more than one concert.
   *[other] { $again } of them to more than one concert.
}
insights-audience-faithful = { $band ->
    [youngest] Those under 18
    [oldest] Those of 45 or more
   *[between] Those of { $age }
} come back most: { $again } of { $fans }.
insights-audience-note = Counts who came in at least once, by the age they are today. Each number leads to those fans.
insights-age = Age
insights-age-0-17 = Under 18
insights-age-18-24 = 18–24
insights-age-25-34 = 25–34
insights-age-35-44 = 35–44
insights-age-45 = 45 or more
insights-age-unknown = Not known
insights-age-short-0-17 = 0–17
insights-age-short-45 = 45+
insights-age-short-unknown = No age
insights-visits-1 = 1 concert
insights-visits-2 = 2 concerts
insights-visits-3-4 = 3 or 4
insights-visits-5 = 5 or more
insights-visits-short-1 = Once
insights-visits-short-2 = Twice
insights-visits-short-3-4 = 3–4
insights-visits-short-5 = 5+
insights-all = All
insights-any = Any
insights-concerts = Concerts
insights-see = See
insights-fan = Fan
insights-last-one = The last one
insights-nobody = Nobody in this group yet.
insights-pages = Pages
insights-first-page = First ones
insights-next-page = Next
insights-wish-age = Age: { $age }
insights-wish-age-any = Of any age
insights-wish-age-unknown = Age not known
insights-wish-visits = came to { $visits }
insights-wish-visits-any = came at least once
insights-copy = Backup
insights-copy-action = Download backup
insights-copy-good = The last good copy is from { $when }.
insights-copy-good-counted = The last good copy is from { $when }: { $fans } fans and { $tickets } tickets.
insights-copy-old = The last good copy is { $n } days old, from { $when }.
insights-copy-never = There is no copy of your data yet.
insights-copy-never-late = There are days of data and no copy of them.
insights-asked = { $n ->
    [one] { $n } request to accept
   *[other] { $n } requests to accept
}
insights-report = Report
insights-report-pdf = Download as PDF
insights-report-capacity = Capacity
insights-report-filled = Room filled
insights-report-new = There for the first time
insights-report-back = Had been before
insights-report-refused = Scans turned away
insights-report-cash = Cash
insights-report-spei = SPEI
insights-report-card = Card
insights-report-each = Per person who came
insights-report-people = People
insights-report-money = Money
insights-report-arrivals = Arrivals
insights-report-from = From
insights-report-came = Entries
insights-report-foot = { $band }. Counted at the door, ticket by ticket.
insights-figures = Figures
insights-page-attendance = Attendance
insights-page-arrival = Arrival
insights-page-who = Who
insights-page-value = Money
insights-filter = Filters
insights-filter-none = Clear filters
insights-table = See the numbers
insights-table-more = There are { $n } more rows in the CSV.
insights-csv = Download CSV
insights-png = Download picture
insights-none = No concerts with this yet.
insights-only-latest = Of the last { $n } concerts.
insights-period = Period
insights-period-usual = The last 12 concerts
insights-period-last = The last { $n } concerts
insights-period-all = All of history
insights-venue = Venue
insights-city = City
insights-method = Payment
insights-method-cash = Cash
insights-method-spei = SPEI
insights-method-card = Card
insights-method-courtesy = Courtesy
insights-found-head = How they found us
insights-found-unsaid = Didn't say
insights-issued = Tickets
insights-goal = Goal
insights-part = Share (%)
insights-filled-say = At { $name }, { $share } of the { $capacity } places were filled.
insights-absent-say = Of every 100 expected at { $name }, { $n } didn't come.
insights-ahead = What is coming
insights-ahead-no-next = There is no next concert to estimate.
insights-ahead-unknown = { $name } can't be estimated yet: it takes three concerts with sales at the same point, and one ticket sold.
insights-ahead-before = Estimated this way, { $count } earlier { $n ->
    [one] concert
   *[other] concerts
} would have been off by { $off } % on average, and { $within } came out within what was said.
insights-ahead-untried = There is nothing yet to try this reckoning on.
insights-ahead-say = { $name } holds { $sold } places. From how { $count } similar concerts sold, about { $likely } will come; in 4 of 5 cases, between { $low } and { $high }.
insights-ahead-note = Each line is a concert: places sold, day by day, until doors. On the right, what is reckoned and its margin.
insights-ahead-then = At this point
insights-ahead-from = { $n } days before
insights-ahead-to = doors, in { $n } { $n ->
    [one] day
   *[other] days
}
insights-arrival = When they arrive
insights-arrival-say = The rush begins { $when }: { $share } of the entries come within ten minutes. { $n ->
    [one] From one concert.
   *[other] From { $count } concerts.
}
insights-from-doors = From doors
insights-entries = Entries
insights-so-far = So far
insights-needed = How many doors to open
insights-needed-unknown = It takes a next concert with tickets and a past one with entries.
insights-needed-say = For the { $held } who hold a place at { $name }: { $n ->
    [one] one door is enough.
   *[other] { $count } doors from { $from } to { $until }.
}
insights-needed-note = One phone lets { $count } people in within ten minutes without a queue: one every eight seconds.
insights-hour = Hour
insights-people = People
insights-doors = Doors
insights-doors-count = { $n ->
    [one] one door
   *[other] { $count } doors
}
insights-by-door = By door
insights-door = Door
insights-doors-say = { $door }: { $share } of the entries.
insights-pace-ten = Per 10 min
insights-refusals = Turned away
insights-refusals-none = Nobody was turned away.
insights-refusals-say = { $n ->
    [one] One reading was
   *[other] { $count } readings were
} turned away: { $percent } of every 100. Most often: { $why }.
insights-why = Why
insights-times = Times
insights-verdict-already-used = Already in
insights-verdict-other-concert = Of another concert
insights-verdict-voided = Voided
insights-verdict-replaced = There was a newer one
insights-verdict-unpaid = Not paid
insights-verdict-not-inside = Wasn't inside
insights-verdict-not-a-ticket = Not a ticket
insights-verdict-unknown = Not known to us
insights-years = { $years } years
insights-ages = Ages
insights-ages-say = The most common age is { $band }: { $share } of the { $count } fans whose age is known.
insights-ages-few = We know few ages yet.
insights-ages-unknown = Of { $count } we don't know the age.
insights-ages-note = With the age that they have today. Each bar leads to those fans.
insights-fans-head = Fans
insights-fans-of = { $what }: { $n ->
    [one] one fan
   *[other] { $count } fans
}
insights-constancy-say = { $n ->
    [one] One fan has come
   *[other] { $count } fans have come
}; { $again } to more than one concert: { $share }.
insights-constancy-note = The stronger, the more fans. Each number leads to them.
insights-new = New and returning
insights-new-say = { $percent } of every 100 fans at { $name } came for the first time.
insights-new-label = { $name }: { $fans } fans, { $new } for the first time
insights-new-note = The upper part came for the first time.
insights-cohorts = How many came back
insights-cohorts-say = { $percent } of every 100 whose first concert was { $name } have come back.
insights-cohorts-few = It takes another concert to know who comes back.
insights-cohorts-note = A row is those who began at that concert; a column, the share that has reached so many.
insights-cohort-label = { $name }: { $count } of { $all } have come { $times } times or more
insights-times-or-more = { $n } or more
insights-apart = How far apart they come
insights-apart-say = Of { $count } fans who came back, { $share } come to nearly every one.
insights-apart-none = Nobody has come twice yet.
insights-apart-gap = { $n ->
    [one] To nearly every one
   *[other] One in { $count }
}
insights-apart-ten = One in ten or fewer
insights-apart-head = Of our concerts
insights-apart-note = Counted in concerts, not in days: when we don't play, nobody is missing.
insights-cities = Cities
insights-cities-say = { $n ->
    [one] All of them come in { $city }.
   *[other] { $share } come in { $city }; there are fans in { $count } cities.
}
insights-cities-note = A fan's city is where they came most.
insights-again = Came back
insights-found = Where they come from
insights-found-say = Most common: { $most } ({ $fans }). Those who return most: { $loyal }, { $percent } of every 100.
insights-found-most = Most common: { $most } ({ $count }).
insights-found-none = Nobody has said how they found us.
insights-bringers = Who brings whom
insights-bringers-say = { $name } brought { $n ->
    [one] one person
   *[other] { $count }
}. { $people } fans brought { $all }.
insights-bringers-none = Nobody has brought anybody that we know of.
insights-brought = Brought
insights-taken-say = { $name } took { $money }: { $each } per person who came in.
insights-methods = How they pay
insights-methods-say = { $share } of the money: { $method }.
insights-given-say = Of every 100 tickets, { $count } were courtesies: { $given } of { $all }.
insights-prices = Prices
insights-price = Price
insights-price-none = Free
insights-price-label = { $price }: { $count } places, { $came } came in
insights-prices-say = Of places with a price, { $paid } of every 100 came in; of those without, { $given }.
insights-prices-paid = Of places with a price, { $paid } of every 100 came in.
insights-prices-note = Per person. The end of each bar is the places of those who didn't come.
insights-spent = What each fan has paid
insights-spent-say = Of { $count } fans, { $share } have paid { $money } or more in all this time.
insights-spent-step = From { $from } to { $to }
insights-spent-more = { $from } or more
insights-spent-head = In all
insights-spent-note = Of the fans whose last concert is one of these.
insights-other-currency = { $n ->
    [one] One concert
   *[other] { $count } concerts
} in another currency than { $currency } { $n ->
    [one] isn't
   *[other] aren't
} here.
insights-of-concerts = { $n ->
    [0] No concert
    [one] From one concert
   *[other] From { $count } concerts
}
insights-meant-first = Came to { $name } for the first time
insights-meant-concert = Came to { $name }
insights-meant-all = Have ever come
insights-meant-period = { $n ->
    [one] Came to one concert
   *[other] Came to one of { $count } concerts
}
insights-page-loyalty = Loyalty
insights-page-worked = Did it work?
insights-loyalty = Loyalty, in concerts
insights-loyalty-note = Counted in concerts of their city, not in days. Each bar leads to its fans, and from there you write to them.
insights-loyalty-faithful-same = { $n ->
    [one] There is one faithful fan
   *[other] There are { $count } faithful fans
}, as before the last concert.
insights-loyalty-faithful-more = { $n ->
    [one] There is one faithful fan
   *[other] There are { $count } faithful fans
}: { $change } more than before the last concert.
insights-loyalty-faithful-fewer = { $n ->
    [one] There is one faithful fan
   *[other] There are { $count } faithful fans
}: { $change } fewer than before the last concert.
insights-loyalty-leaving-same = { $n ->
    [0] Nobody is leaving us.
    [one] One is leaving us, as before.
   *[other] { $count } are leaving us, as before.
}
insights-loyalty-leaving-more = { $n ->
    [one] One is leaving us
   *[other] { $count } are leaving us
}: { $change } more than before. Write to them first.
insights-loyalty-leaving-fewer = { $n ->
    [0] Nobody is leaving us
    [one] One is leaving us
   *[other] { $count } are leaving us
}: { $change } fewer than before.
insights-segments = The band's segments
insights-segments-say = Those that the band made, with its rules.
insights-before-last = Before the last concert
insights-moved = Change
insights-act = What to do
insights-write = Write to them
insights-keep = Keep as a segment
insights-worked = Messages
insights-worked-none = No segment has been written to yet. From a segment you invite to a concert, and some, drawn by chance, aren't written to: that is how you know whether it worked.
insights-worked-written = Drawn to be written to
insights-worked-compared = To compare with
insights-worked-came = came
insights-worked-bought = took a ticket
insights-worked-tickets = With a ticket
insights-worked-alone = Of { $of } drawn to be written to, { $did } { $what }. Without a comparison group we can't tell why.
insights-worked-more = It worked: { $points } more of every 100 { $what } than among those without a message. Likely (95 %) between { $low } and { $high } more.
insights-worked-fewer = It didn't work: { $points } fewer of every 100 { $what } than among those without a message. Likely (95 %) between { $low } and { $high }.
insights-worked-unclear = It can't be said: the difference of those who { $what } is between { $low } and { $high } of every 100, and chance alone could have made it.
insights-worked-waiting = { $n ->
    [one] One still waits for their message.
   *[other] { $count } still wait for their message.
}
insights-worked-note = To { $segment }, on { $when }. Who got a message was drawn by chance, and whoever was drawn counts, also if skipped.
insights-unfiltered = The filters of fans don't count here.
insights-of-home = Fans whose city is { $city }
insights-page-explore = Explore
insights-explore-lead = Choose what to count, how to split it and how to draw it. Each mark leads to what is behind it.
insights-explored = { $count } by { $by }
insights-explored-say = Highest: { $most }, { $count } ({ $share } of { $all }).
insights-explored-cut = The drawing has seven columns; the numbers are all there.
insights-count = Count
insights-count-fans = Fans
insights-count-people = People who came in
insights-count-tickets = Tickets
insights-count-money = Money
insights-count-absent = No-shows
insights-split = By
insights-split-and = And by
insights-split-none = Nothing else
insights-split-both = { $by } and { $and }
insights-split-age = age
insights-split-visits = times they came
insights-split-city = city
insights-split-found = how they found us
insights-split-year = year
insights-split-month = month
insights-split-weekday = day of the week
insights-split-venue = venue
insights-shape = Draw
insights-shape-bars = Bars
insights-shape-columns = Columns
insights-shape-grid = Grid
insights-month-01 = January
insights-month-02 = February
insights-month-03 = March
insights-month-04 = April
insights-month-05 = May
insights-month-06 = June
insights-month-07 = July
insights-month-08 = August
insights-month-09 = September
insights-month-10 = October
insights-month-11 = November
insights-month-12 = December
insights-weekday-1 = Monday
insights-weekday-2 = Tuesday
insights-weekday-3 = Wednesday
insights-weekday-4 = Thursday
insights-weekday-5 = Friday
insights-weekday-6 = Saturday
insights-weekday-7 = Sunday
insights-loyalty-lead = Who always comes, who begins, and who is leaving.
insights-worked-lead = What messages did, against those who got none.
insights-worked-unsent = None has been sent yet.
insights-arrival-before = { $n } minutes before doors
insights-arrival-doors = as doors open
insights-arrival-after = { $n } minutes after doors
insights-none-filtered = No fan matches these filters.
insights-came-filtered = With these filters, { $n ->
    [one] one person
   *[other] { $count } people
} came to { $name }.
insights-taken-filtered = These fans left { $money } at { $name }: { $each } per person who came in.
insights-ahead-full = It could sell out.
insights-times-short = { $n }+
insights-worked-nobody = Not known yet: nobody of either group yet (counted: who { $what }).
insights-loyalty-none = No fan has come to a concert yet. With the first one the count begins.
insights-unsplit = That can't be split so: another way was chosen.
insights-picture-foot = { $band }, { $day }
insights-ahead-say-full = { $name } holds { $sold } places. From how { $count } similar concerts sold, it could sell out: about { $likely } would come.
insights-nothing = The numbers will be here once the first concert has been.
insights-explored-thousands = In thousands.
