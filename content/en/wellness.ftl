## For those who manage a server: holidays, the check, the set-up.

holidays-added = **{ $name }** on { $date } is entered. No prompts and reminders come on that day, and it costs nobody a run.
holidays-removed = { $date } is a day like any other again.
holidays-none = No holidays are entered. Add one with `/wellness holidays add`, or bring a calendar file with `/wellness holidays import`.
holidays-list = ## Holidays of this server
holidays-line = - { $date }: { $name }
holidays-choice = { $date }: { $name }
holidays-more = { $count ->
    [one] -# and one more
   *[other] -# and { $count } more
  }
holidays-unnamed = Holiday
holidays-no-name = Give the day a name, such as New Year.
holidays-unknown = { $date } is no holiday here. `/wellness holidays list` shows the ones there are.
holidays-over = { $date } has begun in some part of the world already, and what counted for it stays. Only days to come can be removed.
holidays-begun = That day has begun in some part of the world already, and nothing is entered for the past. Choose { $earliest } or later.
holidays-too-many = More than { $most } holidays to come are more than I keep. Remove some first, or bring a smaller file.
holidays-found = { $count ->
    [one] ## One holiday was found
   *[other] ## { $count } holidays were found
  }
  Nothing is saved before you confirm.
holidays-found-none =
  ## Nothing new was found
  That file has no whole days to come that are not entered already.
holidays-found-known = { $count ->
    [one] -# One day is entered already.
   *[other] -# { $count } days are entered already.
  }
holidays-found-past = { $count ->
    [one] -# One entry is over, or begins today.
   *[other] -# { $count } entries are over, or begin today.
  }
holidays-found-later = { $count ->
    [one] -# One entry comes after { $until }, which is as far as I look ahead.
   *[other] -# { $count } entries come after { $until }, which is as far as I look ahead.
  }
holidays-found-left-out = { $count ->
    [one] -# One entry was left out: it is no whole day, is called off, or comes again in a way that I don't read.
   *[other] -# { $count } entries were left out: they are no whole days, are called off, or come again in ways that I don't read.
  }
holidays-found-left-out-names = -# Left out: { $names }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
  }.
holidays-imported = { $count ->
    [0] All of these days are entered already.
    [one] One holiday is entered. `/wellness holidays list` shows them all.
   *[other] { $count } holidays are entered. `/wellness holidays list` shows them all.
  }
holidays-cancelled = Cancelled; nothing was saved.
holidays-import-gone = That offer is no longer there. Bring the file once more with `/wellness holidays import`.
holidays-file-large = That file is too large: a calendar file may have 256 KiB. Bring one with fewer entries.
holidays-file-unreachable = I couldn't fetch that file from Discord. Please send it once more.
holidays-file-not-calendar = That is not a calendar file. Bring one in the iCalendar format, whose name mostly ends in `.ics`.
holidays-file-damaged = That calendar file breaks off or is damaged. Export it once more and bring the whole file.

check-channels = ## What I may do
check-channels-none =
  ## What I may do
  No schedule posts anywhere yet. `/prompts add` makes one.
check-channels-unknown =
  ## What I may do
  Discord did not tell me just now. Please ask once more in a minute.
check-channel-fine = - { $channel }: all is well
check-channel-missing = - { $channel }: **{ $permissions }** { $count ->
    [one] is missing
   *[other] are missing
  }. { $why } Allow { $count ->
    [one] it
   *[other] them
  } for my role under *Edit channel → Permissions*.
check-channel-gone = - { $channel }: I cannot find it. It is deleted, or hidden from me: allow **View Channel** for my role under *Edit channel → Permissions*, or let the schedule post elsewhere.
check-thread-locked = - { $channel }: **the thread is locked**, so I cannot write in it. Unlock it, or allow me **Manage Threads** in the channel that it stands in, or let the schedule post elsewhere with `/prompts edit`.
check-channel-no-messages = - { $channel }: it takes no messages. Let the schedule post in a text channel, an announcement channel or a thread.
check-role-gone = - { $channel }: the role that prompts ping there is gone. Choose another with `/prompts edit role:`, or none with `no_role: True`.
check-role-closed = - { $channel }: prompts name { $role } there and ping nobody. Switch on **Allow anyone to @mention this role** in the role's settings, or allow **Mention @everyone, @here, and All Roles** for my role under *Edit channel → Permissions*.
check-timed-out = - { $channel }: I have a time-out in this server and cannot write. Remove it from my name in the list of members.
permission-view-channel = View Channel
permission-send-messages = Send Messages
permission-send-messages-in-threads = Send Messages in Threads
permission-attach-files = Attach Files
permission-read-message-history = Read Message History
permission-manage-threads = Manage Threads
permission-it = it
permission-why-view-channel = Without { $it } I see nothing of the channel.
permission-why-send-messages = Without { $it } nothing comes.
permission-why-send-messages-in-threads = Without { $it } nothing comes.
permission-why-attach-files = Without { $it } I cannot show the pictures.
permission-why-read-message-history = Without { $it } I cannot look whether a prompt arrived when the connection broke.
permission-why-manage-threads = The thread is locked, and nobody else can write in it.
check-deliveries = ## The last deliveries
check-deliveries-none =
  ## The last deliveries
  Nothing was due yet.
check-delivery = - { $at }: { $what }, { $outcome }
check-delivery-because = - { $at }: { $what }, { $outcome }: { $reason }
check-prompt-in = prompt #{ $id } in { $channel }
check-prompt = prompt #{ $id }
check-recap-in = the week in numbers in { $channel }
check-recap = the week in numbers
check-reminder = a member's reminder
check-more = { $count ->
    [one] -# and one more
   *[other] -# and { $count } more
  }
check-state-pending = waits to be sent
check-state-sending = is being sent
check-state-sent = sent
check-state-failed = **not sent**
check-state-unknown = **perhaps sent**
check-state-missed = **missed**
check-state-skipped = left out
check-state-merged = one with another at the same instant
check-reason-late = it could not be sent in time
check-reason-backlog = too much was due at once
check-reason-token-refused = Discord did not take my token
check-reason-not-in-the-guild = whoever it was for, or I, had left this server
check-reason-paused = there is a pause
check-reason-holiday = it is a holiday
check-reason-quiet = these are quiet hours
check-reason-too-few = fewer than five people had something to tell
check-reason-done = it was done already that day
check-reason-snoozed-again = as its member wished
check-reason-skipped-today = as its member wished
check-reason-enough-for-today = nobody gets more messages than six a day
check-reason-no-answer = it rests until its member wants it again
check-reason-removed = its schedule was removed
check-reason-no-schedule = its schedule is gone
check-reason-no-direct-channel = I have no way to reach the member by direct message
check-reason-nothing-to-post = there is no card left to post
check-reason-channel-unusable = I may not post in the channel, or it is gone
check-reason-thread-closed = the thread is closed. Open it again and unlock it, or allow me **Manage Threads**, or let the schedule post elsewhere
check-reason-member-unreachable = the member takes no direct messages from me
check-reason-opening-too-fast = Discord let me open no more direct messages
check-reason-refused = Discord refused the message; that is a fault of mine
check-reason-history-unreadable = the answer was lost, and I may not read there what arrived
check-reason-not-looked-for-in-time = the answer was lost, and Discord was out of reach for too long to see what arrived
check-reason-too-many-messages-to-look-through = the answer was lost, and too much was written since
check-clock-fine = -# My clock and Discord's agree.
check-clock-unknown = -# Discord has not told its time yet.
check-clock-behind = -# My clock is { $seconds } seconds behind Discord's. From 60 on nothing is planned: set the time of the machine that I run on.
check-clock-ahead = -# My clock is { $seconds } seconds ahead of Discord's. From 60 on nothing is planned: set the time of the machine that I run on.
check-halted = **Discord does not take my token any more, and I send nothing.** Whoever runs me has to give me a new one and start me again.
check-version = -# Unhunch { $version }, zone data { $zones }
check-on-hold = **Prompt #{ $id } in { $channel } is on hold: I could not post there.**
check-on-hold-thread = **Prompt #{ $id } in { $channel } is on hold: that thread was closed.**
check-recap-on-hold = **The week in numbers in { $channel } is on hold: I could not post there.**
check-own-on-hold-thread = **Your desk break in { $channel } is on hold: that thread was closed.**
check-own-on-hold = **Your desk break in { $channel } is on hold: I could not post there.**
check-on-hold-what = Let me see the channel and write in it, then press the button. `/wellness check` says what is missing. If the channel is gone, choose another one for it.
check-on-hold-what-thread = A thread that was closed has to be opened again and unlocked, or allow me **Manage Threads** in the channel that it stands in; then press the button. Or let the schedule post elsewhere with `/prompts edit`.
check-own-on-hold-what-thread = Have the thread opened again and unlocked; then press *Resume*, or use `/deskbreak resume`. Or have it come elsewhere: `/deskbreak edit` with `deliver: dm`, or with `deliver: channel` in another channel, and it goes on by itself.
check-own-on-hold-what = Somebody who manages this server can mend that: ask them to allow **View Channel** and **Send Messages** for my role there, under *Edit channel → Permissions*; then press *Resume*, or use `/deskbreak resume`. Or have it come elsewhere: `/deskbreak edit` with `deliver: dm`, or with `deliver: channel` in another channel, and it goes on by itself.
check-own-still-what = Ask somebody who manages this server for that. Or have it come elsewhere: `/deskbreak edit` with `deliver: dm`, or with `deliver: channel` in another channel, and it goes on by itself.
check-on-hold-mend = Mend what is missing there, as it stands above, then press the button.
check-on-hold-mended = Nothing keeps me from posting there now, as far as I can see. Press the button, and I go on.
check-gone = That schedule is not there any more.
check-not-on-hold = It is not on hold: it posts as planned.
check-still-on-hold = ## Not yet
check-resumed =
  ## It goes on
  I post in { $channel } again, next { $next }. What was due meanwhile does not come any more.
check-resumed-never =
  ## It goes on
  I post in { $channel } again, though nothing more is due.
button-resume = Resume #{ $id }
button-resume-recap = Resume the week in numbers
button-resume-own = Resume

dm-test = **This is my test message.** Your desk-break reminders come here. Press the button, and we both know that it works.
dm-seen = Good, then it works: your reminders come by direct message.
dm-expected-now = **I'm sending you a test message now, by direct message.** Press *I see it* there. If none comes, I say here what to change.
dm-expected = **A test message comes by direct message { $when }.** I open few of them at a time, so that Discord lets me. Press *I see it* there. If none comes, I say here what to change.
dm-trouble-closed = **My direct message did not reach you.** In Discord, open this server's menu, choose *Privacy Settings* and allow **Direct Messages**; and see that you have not blocked me. Then let me try again, or choose `deliver: channel` with `/deskbreak join`.
dm-trouble-stopped = **Three of my direct messages in a row did not reach you, so I send no more.** In Discord, open this server's menu, choose *Privacy Settings* and allow **Direct Messages**; and see that you have not blocked me. Then let me try again, or choose `deliver: channel` with `/deskbreak join`.
dm-trouble-later = **Your test message comes later than I said.** Discord lets me open no direct messages just now; I try again by myself.
button-see-test = I see it
button-test-direct = Send me a test message

setup-zone =
  ## Set-up: which time zone?
  Prompts come by this clock. It is not on the list? Use `/wellness setup timezone:` and type a city.
setup-zone-placeholder = Choose a time zone
setup-zone-is = -# Time zone: { $zone }. Another one? Use `/wellness setup timezone:` and type a city.
setup-channel =
  ## Set-up: which channel?
  That is where I post.
setup-channel-placeholder = Choose a channel
setup-hours =
  ## Set-up: at which times?
  More schedules can be set later with `/prompts add`.
setup-hours-placeholder = Choose times
setup-hours-other = Other times …
setup-times-title = Times of your prompts
setup-times-label = Times of day, separated by commas
setup-times-example = 9:45, 14:30
setup-too-many-times = { $most } times are the most that I take here. Write fewer, and add the others later with `/prompts add`.
setup-days = ## Set-up: on which days?
setup-days-placeholder = Choose days
setup-language =
  ## Set-up: in which language?
  What I post here comes in it. Answers come in the language of whoever asks.
setup-language-placeholder = Choose a language
setup-nothing-saved = -# Nothing is saved before the last step.
setup-summary =
  ## Set-up: is this what you mean?
  I'd post a stretch in { $channel } { $when } ({ $zone }), and a first one now. The next times:
  { $coming }
  -# Nothing is saved before you confirm.
button-setup-again = Begin anew
setup-done =
  ## All is set
  A first stretch is on its way to { $channel }. From now on one comes { $when }:
  { $coming }
  -# `/wellness settings` has quiet hours and more, `/wellness holidays add` days off, `/wellness check` looks after me.
setup-gone = That set-up is no longer there. `/wellness setup` begins anew.
