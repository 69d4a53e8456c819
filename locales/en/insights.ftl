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
insights-goal-tick = The dash is the goal: { $percent }% more than the concert before.
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
insights-fans = { $n ->
    [one] One fan
   *[other] { $fans } fans
}
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
insights-report-filled = Of the room filled
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
insights-report-came = Came
insights-report-foot = { $band }. Counted at the door, ticket by ticket.
