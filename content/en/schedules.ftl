## Prompts and desk breaks.

coming-line = - { $date }, { $time } ({ $stamp })

button-undo = Remove it again
button-leave-break = End my reminder

button-confirm = Confirm
button-cancel = Cancel

coming-list =
  The next times:
  { $coming }
coming-beside-holidays = -# What falls on a holiday of this server is left out.
coming-beside-quiet = -# What falls in quiet hours ({ $hours }) is left out.
coming-none = Nothing comes in the days that I can see.
coming-none-quiet = **Nothing of it would come: it falls in quiet hours ({ $hours }).** Choose other times, or other quiet hours: whoever manages this server changes its own with `/wellness settings quiet:`.
coming-none-holidays = **Nothing of it would come: it falls on holidays of this server.** Choose other days; `/wellness holidays list` shows which these are.

silent-quiet = { $count ->
    [one] **Nothing comes of { $which }: all of its times fall in quiet hours ({ $hours }).**
   *[other] **Nothing comes of { $which }: all of their times fall in quiet hours ({ $hours }).**
  } { $advice }
silent-quiet-advice = `/prompts edit` gives a schedule other times, and `/wellness settings quiet:` the server other quiet hours.
silent-quiet-advice-recap = `/wellness settings quiet:` gives the server other quiet hours.
silent-holidays = { $count ->
    [one] **Nothing comes of { $which }: all of its days are holidays of this server.**
   *[other] **Nothing comes of { $which }: all of their days are holidays of this server.**
  } { $advice }
silent-holidays-advice = `/prompts edit` gives a schedule other days, and `/wellness holidays remove` takes a holiday out.
silent-holidays-advice-recap = `/wellness holidays remove` takes a holiday out.
silent-members = **Some members' own reminders are left out altogether, too**, as all of their times fall in quiet hours or on holidays of this server.
silent-which = { $names }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
  }

prompts-proposed =
  ## Is this what you mean?
  I'd post a stretch in { $channel } { $when } ({ $zone }).
prompts-change-proposed = ## Is #{ $id } to be like this from now on?
prompts-change-old = - **Now:** in { $channel } { $when } ({ $zone })
prompts-change-new = - **Then:** in { $channel } { $when } ({ $zone })
prompts-about = - It is always about: { $topic }.
prompts-pings = - Each one pings { $role }.
prompts-pings-nobody = - Each one names { $role }, and pings nobody as it is.
prompts-in-the-way = **Something is in the way:**
prompts-together = - Each one invites the team to do it together.
prompts-grace = { $grace ->
    [0] - One that would be late is left out.
    [one] - One may come a minute late.
   *[other] - One may come up to { $grace } minutes late.
  }
prompts-twins =
  { $count ->
    [one] {"**"}Prompt { $ids } posts there at some of these times already**, so two would come at once.
   *[other] {"**"}Prompts { $ids } post there at some of these times already**, so several would come at once.
  }
prompts-not-saved-yet = -# Nothing is saved before you confirm.
prompts-first-zone = -# This server has no time zone yet and keeps { $zone }.
prompts-cancelled = Cancelled; nothing was saved.
prompts-proposal-gone = That offer is no longer there: it is too old, was cancelled, or the schedule has been changed or removed meanwhile. `/prompts list` shows what is set; then say it once more.
prompts-added =
  ## Prompts are set
  I'll post a stretch in { $channel } { $when } ({ $zone }).
prompts-changed =
  ## Prompts are changed
  #{ $id } posts a stretch in { $channel } { $when } ({ $zone }). What came already today does not come again.
prompts-saved-hint = -# You'd like it otherwise? `/prompts edit` changes it.
prompts-edit-same = That is how #{ $id } is already, so nothing was changed.
prompts-edit-nothing = Say also what is to be otherwise, for example `times: 9:30, 14:00`. What you leave out stays.
prompts-topic-empty = I have no card about { $topic } that may come unasked. Choose another topic, or Everything.
prompts-role-everyone = I ping one role at most, and never everybody. Choose a role that people chose for themselves.
prompts-role-or-none = Choose a `role`, or `no_role: True` for none; not both.
prompts-grace-or-none = Choose a `grace` in minutes, or `no_grace: True` for this server's; not both.
prompts-unreadable = I can't read that schedule any more. Remove it with `/prompts remove`, and add it again.
prompts-paused =
  ## #{ $id } is paused
  No prompts in { $channel } from now on, { $when } ({ $zone }).
prompts-paused-hint = -# `/prompts resume id: { $id }` ends it earlier.
prompts-resumed =
  ## #{ $id } posts again
  In { $channel } { $when } ({ $zone }). What would have come meanwhile does not come later.
prompts-not-paused = #{ $id } is neither paused nor on hold: it posts in { $channel } { $when } ({ $zone }).
prompts-preview = **This comes next** in { $channel }, { $when }. Only you see it now, and nothing is used up.
prompts-preview-suspended = **This would come next** in { $channel }, but I can't post there at present. Let me see and write in the channel, then use `/prompts resume`.
prompts-preview-never = **This would come next** in { $channel }, but no time for it is left.
prompts-nothing-to-post = I have no card to post: too many are switched off here. `/wellness settings item:` brings some back.
prompts-now = It is on its way to { $channel }. The times of the schedule stay as they are.
prompts-preview-thread-closed = **This would come next** in { $channel }, but that thread is closed. Open it again and unlock it, then use `/prompts resume`.
prompts-now-thread-closed = That schedule is on hold: { $channel } is closed. Open it again and unlock it, then use `/prompts resume` first.
prompts-now-suspended = That schedule is on hold: I can't post in { $channel }. Let me see and write there, then use `/prompts resume` first.
prompts-now-paused = That schedule is paused until { $until }. Use `/prompts resume` first.
prompts-now-too-soon = One came { $came }. Try again { $again }: two prompts are at least 15 minutes apart.
prompts-now-again = Something else changed that schedule at the same moment. Try again.
prompt-together = Let's do this one together.

pause-line = - **Paused** up to and with { $until }.
pause-until = The last day without them is { $until } by the clock of { $zone }; the pause ends { $ends }.
pause-over = { $date } is over. Write the last day of the pause: today or a later one, such as { $example }.
pause-too-many = A pause always ends, after 60 days at most: { $date } is the latest day that you can choose.

prompts-none =
  No prompts yet. Add some with `/prompts add`, for example `channel: #wellness times: 10:30, 15:00`.
prompts-list = ## Prompts of this server
prompts-line = - **#{ $id }** in { $channel } { $when } ({ $zone }); next { $next }
prompts-line-silent = - **#{ $id }** in { $channel } { $when } ({ $zone }). { $why }
prompts-line-thread-closed = - **#{ $id }** in { $channel } { $when } ({ $zone }); **on hold**: that thread is closed. Open it again and unlock it, or allow me **Manage Threads** in the channel that it stands in, then use `/prompts resume`.
prompts-line-suspended = - **#{ $id }** in { $channel } { $when } ({ $zone }); **on hold**: I can't post there. Let me see and write in the channel, then use `/prompts resume`.
prompts-more = { $count ->
  [one] -# One more does not fit here. `/prompts remove` finds it by its number.
 *[other] -# { $count } more do not fit here. `/prompts remove` finds them by their numbers.
}
prompts-choice = #{ $id } { $when }
prompts-choice-in = #{ $id } { $when } in #{ $channel }
prompts-remove-ask =
  ## Shall #{ $id } go?
  It posts in { $channel } { $when } ({ $zone }). Once it is removed it cannot be brought back; `/prompts pause` has it rest for a while.
prompts-remove-ask-unreadable =
  ## Shall #{ $id } go?
  I can't read it any more, so it posts nothing. Once it is removed it cannot be brought back.
button-remove = Remove it
prompts-removed = Removed. That schedule posts nothing any more; earlier prompts and their buttons stay as they are.
prompts-unknown = I have no schedule with that number here. `/prompts list` shows the ones there are.
prompts-too-many = This server has { $count } schedules already, and that is the most. Remove one with `/prompts remove` first.

deskbreak-joined = ## Your desk break is set
deskbreak-changed = ## Your desk break is changed
deskbreak-shown = ## Your desk break
deskbreak-body =
  I'll remind you { $when } ({ $zone }), { $place }.
deskbreak-by-dm = by direct message
deskbreak-by-dm-or = by direct message; where none reaches you, by a mention of just you in { $channel }
deskbreak-in-channel = by a mention of just you in { $channel }
deskbreak-zone-default = -# This is UTC, since neither you nor the server has chosen a time zone yet. Add `timezone` if your clock differs.
deskbreak-dm-not-open = **I have no direct messages open with you.**
deskbreak-dm-not-open-alone = Nothing comes until I have.
deskbreak-dm-not-open-fallback = Until I have, your reminders come in { $channel }.
deskbreak-dm-failed = **My last direct message did not reach you.**
deskbreak-dm-failed-alone = I try again with the next one.
deskbreak-dm-failed-fallback = I try again with the next one; if that fails too, it comes in { $channel }.
deskbreak-dm-stopped = **Three of my direct messages in a row did not reach you, so I send no more.**
deskbreak-dm-stopped-alone = Nothing comes until a test message reaches you.
deskbreak-dm-stopped-fallback = Until a test message reaches you, your reminders come in { $channel }.
deskbreak-dm-fix = In Discord, open this server's menu, choose *Privacy Settings* and allow **Direct Messages**; and see that you have not blocked me. Then press *Send me a test message*, or choose `deliver: channel` with `/deskbreak edit`.
deskbreak-dm-fix-fallback = In Discord, open this server's menu, choose *Privacy Settings* and allow **Direct Messages**; and see that you have not blocked me. Then press *Send me a test message*.
deskbreak-on-hold = **It is on hold: I could not post in { $channel }, so nothing comes.** { check-own-on-hold-what }
deskbreak-thread-closed = **It is on hold: { $channel } was closed, so nothing comes.** { check-own-on-hold-what-thread }
deskbreak-streak-follows = Your streak's days go by this clock from now on, too.
deskbreak-none = You have no desk break yet. Start one with `/deskbreak join`, for example `times: 10:30, 15:00`.
deskbreak-left = Your desk break has ended. Nothing more will come; `/deskbreak join` starts it again any time.
button-snooze = Snooze
button-skip-today = Skip today
button-snooze-for = { $minutes } min
snooze-ask = **When shall it come again?** Only you see this, and nobody is told.
snooze-after-meeting = After my meeting, which ends at …
snooze-until = At { $time }
snooze-left-out = -# Only what fits is offered: { $why }.
snooze-fits-next = the next regular one comes { $in }
snooze-fits-day = your day ends soon
snooze-fits-quiet = quiet hours are { $hours }
snooze-done = It comes again { $in }, at { $at }. The regular times stay as they are; `I did it` takes this one back.
snooze-not-ahead = That time has passed. Choose a later one.
snooze-too-far = I can put it off for four hours at most, until { $latest }.
snooze-too-many = You have put this one off { $count } times, and that is the most. You are welcome to leave it out.
snooze-next-is-near = The next regular one comes { $in } anyway, at { $at }.
snooze-earlier-day = That one came on an earlier day, so it is put off no more. Today's come as they are due.
snooze-day-is-over = Your day would be over by then. Let it be for today.
snooze-quiet = Quiet hours are { $hours }, and nothing comes in them. Choose a time outside them, or let it be for today.
snooze-paused = There is a pause today, so nothing that you put off would come. Let it be for today.
snooze-holiday = Today is a holiday here, so nothing that you put off would come. Let it be for today.
snooze-done-today = You have done it today, and wanted no more reminders after that. Well done!
snooze-enough = That would be more than { $count } messages today, and I send nobody more. Let it be for today.
snooze-done-already = You did that one already. Well done!
snooze-no-dm = I have no direct messages open with you, and I won't ping you in the channel for this. `/deskbreak join` opens them, and starts a reminder of your own.
snooze-dm-stopped = My last direct messages did not reach you, so I send you none. In Discord, allow **Direct Messages** in this server's *Privacy Settings*; then have me send you a test message, by the button below `/deskbreak show`.
snooze-gone = That reminder has ended. `/deskbreak join` starts a new one.
snooze-foreign = That is somebody else's reminder. `/deskbreak join` starts your own.
snoozed-greeting = **Here is the break that you put off.**
snoozed-greeting-channel = { $who } **here is the break that you put off.**
skip-done = No more reminders today. The next one comes at { $at }. Your streak is as it was: a day left out is neither done nor lost yet.
skip-done-no-next = No more reminders today.
still-wanted =
  {"**"}Are these reminders still any good to you?** I have had no sign from you for a good while, so I won't send more unless you want them.
  -# Nothing is lost: your times stay as they are, and a streak has nothing to do with this question.
button-still-resume = Resume
button-still-fewer = Fewer
button-still-stop = Stop
still-fewer-none = It comes once a week already; fewer would be none. `Resume` keeps it, `Stop` ends it.

deskbreak-edited-none = You have no desk break to change yet. Start one with `/deskbreak join`, for example `times: 10:30, 15:00`.
deskbreak-same = -# Nothing had to be changed: it is as you say already.
deskbreak-edit-nothing = Say also what is to be otherwise, for example `times: 9:30, 14:00`. What you leave out stays.
deskbreak-paused = ## Your desk break is paused
deskbreak-paused-hint = -# Your streak goes on counting; `/streak pause` stops that too. `/deskbreak resume` ends the pause earlier.
deskbreak-resumed = ## Your reminders come again
deskbreak-not-paused = ## Your desk break is not paused
deskbreak-quiet = - **Quiet hours of your own:** { $hours }. Nothing comes then.
deskbreak-on-holidays = - **On this server's holidays** it comes too.
deskbreak-stops-when-done = - **Once you have done it** nothing more comes that day.
deskbreak-stop-needs-streak = -# I know of that from your streak only, and you have none here. `/streak join` begins one.
deskbreak-always-quiet = All of these times lie in your quiet hours, { $hours }, so nothing would ever come. Choose other times, or `quiet: off`.
deskbreak-most-a-day = -# I send nobody more than { $count } messages a day, other servers and what you put off included. What is over that is left out.
deskbreak-asked = **It rests, since I asked whether you still want it.** `/deskbreak resume` has it come again.
deskbreak-skipped = - **Left out** for the rest of today.
deskbreak-greeting = **Time for your desk break.** Here is one idea, if you'd like one.
deskbreak-greeting-channel = { $who } **time for your desk break.** Here is one idea, if you'd like one.

zone-unknown = I don't know the time zone "{ $zone }". Type a city, such as Berlin, and pick a name like `Europe/Berlin` from the list.
zone-several = "{ $zone }" does not say which time zone is meant. Pick one from the list that comes up while you type; the nearest: { $zones }.
zone-needed = Which time zone is meant? Add `timezone` once, for example `Europe/Berlin`, and this server keeps it.
times-not-a-time = "{ $item }" is not a time. Write times such as `9:30`, `15:00`, `3pm` or `noon`, separated by commas.
times-comma-too-many = There is a comma too many: nothing stands before or after it. Write times such as `9:30, 15:00`, with one comma between two.
days-comma-too-many = There is a comma too many: nothing stands before or after it. Write days such as `mon, wed`, with one comma between two.
times-not-a-day = "{ $item }" is not a day. Write days such as `mon, wed`, `mon-fri`, `weekdays`, `weekends` or `daily`.
times-not-an-interval = "{ $item }" is not an interval. Write minutes or hours from 5m to 12h, such as `90m`.
times-not-a-span = "{ $item }" is not a span of a day. Write two times, the earlier one first, such as `9:00-17:00`.
times-never = No date fits that, so it would never come.
times-too-many = { $count } times a day are too many; { $most } is the most.
times-too-close = { $first } and { $second } are too close. Leave at least { $minutes } minutes between two times.
times-empty = Write at least one time, such as `10:30` or `10:30, 15:00`.
times-one-form = Say when in one way only: `times`, or `every` with `between`, or `cron`.
times-half-an-interval = `every` and `between` go together: write both, for example `every: 90m between: 9:00-17:00`.
times-cron-has-days = A cron expression names its days itself. Leave `days` out, or write the days into it, for example `0 9 * * MON-FRI`.

cron-refused = "{ $part }" { $why }
cron-refused-in = In { $where }, "{ $part }" { $why }
cron-refused-instead = { $refused } Write `{ $instead }` there.
cron-field-second = the seconds
cron-field-minute = the minutes
cron-field-hour = the hours
cron-field-day-of-month = the days of the month
cron-field-month = the months
cron-field-day-of-week = the days of the week
cron-field-year = the years
cron-field-days = the days
cron-why-fields = has { $count ->
    [one] one part
   *[other] { $count } parts
  }. Write 5 (minute, hour, day of month, month, day of week), for example `0 9 * * MON-FRI`; or 6 with the seconds first, or 7 with the year last.
cron-why-syntax = is not a value that cron knows. Write `*`, `*/5`, a number, a range such as `1-5` or `1-5/2`, or several of these with commas; `*` stands alone.
cron-why-range = does not fit. Seconds and minutes go from 0 to 59, hours to 23, days of the month from 1 to 31, months to 12, days of the week from 0 to 7; ranges run forward, and a step is at least 1.
cron-why-name = is not a name that may stand there. Months are `JAN` to `DEC`, days of the week are `SUN` to `SAT`; everywhere else write numbers.
cron-foreign-question = may stand only in expressions with seconds, for one of the two days. Write `*`.
cron-foreign-nth = asks for a certain one of the month's weekdays, which I don't read. Write a weekday, or days of the month such as `8-14`.
cron-foreign-random = asks for a time by chance, which I don't read. Write a number.
cron-foreign-percent = has a `%` from a line with a command. Write the fields alone, such as `0 9 * * MON-FRI`.
cron-foreign-sign = has a `+`. Write numbers without a sign, and steps with a slash, such as `*/5`.
cron-foreign-word-among-fields = stands beside fields. Write an `@` word alone, such as `@daily`, or the fields alone.
cron-foreign-word = is no word that I read. Write `@hourly`, `@daily`, `@weekly`, `@monthly` or `@yearly`, alone and in lower case, or five fields.
cron-foreign-zone = is a time zone. Give it as the option `timezone`, and leave it out here.
cron-foreign-hash = lets the machine choose with `H`, which I don't read. Write a number.
cron-foreign-nearest-weekday = asks for the nearest weekday with `W`, which I don't read. Write a day of the month, or `MON-FRI` as the days of the week.
cron-foreign-last = asks for the last day with `L`, which I don't read. Write a day such as `28`, or a weekday such as `FRI`.
cron-foreign-step-from-number = is a step from a single number, which crons read in different ways; a step needs a range.
cron-foreign-step-from-name = is a step from a single name; a step needs a range.
cron-foreign-any = is read in different ways by different crons. Write numbers, ranges, lists and steps such as `*/5`.
cron-why-dow-number = is a number, and crons with seconds count the days of the week from different ones. Write names, such as `MON-FRI`.
cron-why-ambiguous = names days in two ways, and crons differ on whether one or both must fit. Write `*` for one of them, or list the single days.

settings-title = ## Settings of this server
settings-changed = ## Settings saved
settings-body =
  - **Time zone:** { $zone }
  - **Channel for wellness:** { $channel }
  - **Language of posts:** { $language }
  - **Quiet hours:** { $quiet }
  - **A prompt may be late by:** { $grace ->
     [0] not at all
     [one] { $grace } minute
    *[other] { $grace } minutes
  }
  - **Freezes for streaks:** { $freezes ->
     [off] off
    *[on] on
  }
  - **A prompt takes the place of the one before:** { $replace ->
     [on] yes
    *[off] no
  }
  - **The team's goal:** { $goal ->
     [0] none
     [one] { $goal } break a week
    *[other] { $goal } breaks a week
  }
  - **The week in numbers, at 10 on the first working day after it:** { $recap ->
     [on] yes
    *[off] no
  }
  - **Schedules of prompts:** { $prompts }
  - **Holidays to come:** { $holidays }
settings-zone-none = none yet, so times are in UTC. Set it with `/wellness settings timezone:`
settings-channel-none = none yet
settings-zone-refused = Prompt #{ $id } does not go with the clock of { $zone }, so nothing was changed. { $why } Change it first with `/prompts edit id:{ $id }`.
settings-quiet-none = none
settings-quiet-span = { $from } to { $to }
settings-recap-where = Where shall I post it? Name the channel too: `/wellness settings recap:True channel:`.
settings-not-a-span = "{ $item }" is not a span of hours. Write two times with a dash between, such as `22:00-7:00`, or `off` for none.
settings-half-a-span = One side of the dash is empty. Write two times, such as `22:00-7:00`, or `off` for no quiet hours.
settings-not-a-time = "{ $item }" is not a time. Write times such as `22:00`, `7am` or `midnight` on both sides of the dash, or `off` for no quiet hours.
settings-same-times = { $time } to { $time } could be no time or all day. Write two different times, such as `22:00-7:00`, or `off` for none.
settings-off = - **Cards switched off here:** { $cards }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
  }

item-off = “{ $title }” is switched off: nobody in this server is shown it any more, in prompts, commands or menus. `/wellness settings item: enabled:True` brings it back.
item-on = “{ $title }” is switched on again.
item-is-on = “{ $title }” is shown in this server. Add `enabled:False` to switch it off.
item-is-off = “{ $title }” is switched off in this server. Add `enabled:True` to bring it back.
item-help = “{ $title }” is about getting help, and those cards cannot be switched off: whoever needs one must find it.
item-unknown = I have no card called “{ $name }”. Choose one from the list that comes up while you type.
item-which = Which card? Choose one in `item`, beside `enabled`.
item-choice = { $title } ({ $kind })
item-choice-off = { $title } ({ $kind }, switched off)
kind-cause = cause
kind-tip = tip
kind-exercise = exercise
kind-help = help
kind-prompt = prompt
kind-routine = routine
