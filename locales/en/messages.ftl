
messages-title = Messages
messages-lead = Invitations to segments, one by one, and who was kept to compare with.
messages-none = There are no messages yet. They begin at a segment.
messages-new = Write to them
messages-for = Concert
messages-to = To whom
messages-made = Made
messages-waiting = To go
messages-sent = Sent
messages-skipped = Skipped
messages-compared = To compare
messages-reachable = { $n ->
    [one] Of { $all }, one may be written to
   *[other] Of { $all }, { $n } may be written to
}: they want news, we know their telephone, and they have no ticket for that concert.
messages-no-concert = There is no concert to come to invite to.
messages-concert-missing = Choose a concert that is to come.
messages-body = Hi {"{"}name{"}"}, this is { $band }. We play on {"{"}day{"}"}: {"{"}concert{"}"}. Shall I keep you a place? {"{"}link{"}"}
messages-body-label = Message
messages-body-hint = {"{"}name{"}"}, {"{"}concert{"}"}, {"{"}day{"}"} and {"{"}link{"}"} become what they are when it goes out.
messages-body-missing = Type the message.
messages-body-long = It is too long: up to 600 letters.
messages-nobody = Nobody of this segment may be written to for that concert.
messages-share = Does it work?
messages-share-hint = Some, drawn by chance, aren't written to. Later you compare who came.
messages-share-none = Write to all
messages-share-part = Don't write to { $n } of every 100
messages-begin = Begin
messages-skip = Skip
messages-stop = If you want no more messages, answer BAJA.
messages-done = Done
messages-done-lead = Nobody is left to write to on this list.
messages-asks = Have you sent it?
messages-over = The concert has begun or was called off: nobody else is written to.
messages-marked-already = Somebody else had marked it already.
messages-fan = See fan
messages-body-brace = Something in braces can't be filled. Look at how it is spelt.
