base-cancel = Cancel
base-back = Go back
base-today = today
base-tomorrow = tomorrow
base-yesterday = yesterday
base-in-days = { $n ->
    [one] in { $n } day
   *[other] in { $n } days
}
base-days-ago = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}
base-csrf = This page was open for a long time, or the request didn't come from it. Go back, reload it and send again.
base-form-unreadable = What you sent couldn't be read. Go back and send it again.
base-upload-unreadable = The file couldn't be read. Choose it again.
base-upload-too-large = The file has more than 5 MB. Split it.
base-apology-home = Go to the first page
base-apology-login = Sign in
base-apology-door = Back to the door
base-apology-not-found = Nothing here
base-apology-not-found-text = That address doesn't exist, or what was there has moved.
base-apology-sign-in = Sign in first
base-apology-sign-in-text = This part is the band's. Sign in and try again.
base-apology-forbidden = Not yours to open
base-apology-forbidden-text = This phone may work only at the door that it was lent.
base-apology-refused = Not done
base-apology-refused-text = What you asked for couldn't be done.
base-apology-too-many = Slower
base-apology-too-many-text = Too many tries in a row from here. Wait a minute and try again.
base-apology-broken = Something fell out of place
base-apology-broken-text = The fault is ours, and it was noted. What wasn't confirmed wasn't kept; try again.
base-apology-method = Not asked like that
base-apology-method-text = This address exists, but not for what was asked.
base-apology-too-large = Too heavy
base-apology-too-large-text = What you sent is larger than what is taken here.
base-apology-unreadable = Not understood
base-apology-unreadable-text = What you sent couldn't be read. Go back and send it again.
base-apology-busy = Too many at once
base-apology-busy-text = Try again in a few seconds. The door goes on working.
base-apology-timeout = Took too long
base-apology-timeout-text = The answer didn't come in time. Try again.
base-meter = { $held } of { $capacity } places
base-meter-of = of { $capacity }
base-meter-reserved = { $n ->
    [one] A phone keeps one more place to sell at the door.
   *[other] Phones keep { $n } more places to sell at the door.
}
base-meter-per = Each square is { $n } places.
