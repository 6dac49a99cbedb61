## Prompts and desk breaks.

coming-line = - { $date }, { $time } ({ $stamp })

button-undo = Remove it again
button-leave-break = End my reminder

button-confirm = Confirm
button-cancel = Cancel

prompts-proposed =
  ## Is this what you mean?
  I'd post a stretch in { $channel } { $when } ({ $zone }). The next times:
  { $coming }
  -# Nothing is saved before you confirm.
prompts-first-zone = -# This server has no time zone yet and keeps { $zone }.
prompts-cancelled = Cancelled; nothing was saved.
prompts-proposal-gone = That offer is no longer there. `/prompts list` shows what is set, and `/prompts add` makes a new one.
prompts-added =
  ## Prompts are set
  I'll post a stretch in { $channel } { $when } ({ $zone }). The next ones:
  { $coming }
  -# You'd like other times? Remove this one and add another.
prompts-none =
  No prompts yet. Add some with `/prompts add`, for example `channel: #wellness times: 10:30, 15:00`.
prompts-list = ## Prompts of this server
prompts-line = - **#{ $id }** in { $channel } { $when } ({ $zone }); next { $next }
prompts-line-suspended = - **#{ $id }** in { $channel } { $when } ({ $zone }); **on hold**: I can't post there. Let me see and write in the channel, then remove and add it again.
prompts-more = { $count ->
  [one] -# One more does not fit here. `/prompts remove` finds it by its number.
 *[other] -# { $count } more do not fit here. `/prompts remove` finds them by their numbers.
}
prompts-choice = #{ $id } { $when }
prompts-removed = Removed. That schedule posts nothing any more; earlier prompts and their buttons stay as they are.
prompts-unknown = I have no schedule with that number here. `/prompts list` shows the ones there are.
prompts-too-many = This server has { $count } schedules already, and that is the most. Remove one with `/prompts remove` first.

deskbreak-joined = ## Your desk break is set
deskbreak-changed = ## Your desk break is changed
deskbreak-shown = ## Your desk break
deskbreak-body =
  I'll remind you { $when } ({ $zone }), { $place }. The next times:
  { $coming }
deskbreak-by-dm = by direct message
deskbreak-in-channel = by a mention of just you in { $channel }
deskbreak-zone-default = -# This is UTC, since neither you nor the server has chosen a time zone yet. Add `timezone` if your clock differs.
deskbreak-unreachable = **I couldn't open a direct message with you.** Allow direct messages from members of this server and join again, or choose `deliver: channel`.
deskbreak-on-hold = **It is on hold: I could not post in the channel.** Once I may write there again, use `/deskbreak join` anew, or choose `deliver: dm`.
deskbreak-streak-follows = Your streak's days go by this clock from now on, too.
deskbreak-none = You have no desk break yet. Start one with `/deskbreak join`, for example `times: 10:30, 15:00`.
deskbreak-left = Your desk break has ended. Nothing more will come; `/deskbreak join` starts it again any time.
deskbreak-greeting = **Time for your desk break.** Here is one idea, if you'd like one.
deskbreak-greeting-channel = { $who } **time for your desk break.** Here is one idea, if you'd like one.

zone-unknown = I don't know the time zone "{ $zone }". Type a city, such as Berlin, and pick a name like `Europe/Berlin` from the list.
zone-needed = Which time zone is meant? Add `timezone` once, for example `Europe/Berlin`, and this server keeps it.
times-not-a-time = "{ $item }" is not a time. Write times such as `9:30`, `15:00`, `3pm` or `noon`, separated by commas.
times-not-a-day = "{ $item }" is not a day. Write days such as `mon, wed`, `mon-fri`, `weekdays`, `weekends` or `daily`.
times-not-an-interval = "{ $item }" is not an interval. Write minutes or hours from 5m to 12h, such as `90m`.
times-not-a-span = "{ $item }" is not a span of a day. Write two times, the earlier one first, such as `9:00-17:00`.
times-never = No date fits that, so it would never come.
times-too-many = { $count } times a day are too many; { $most } is the most.
times-too-close = { $first } and { $second } are too close. Leave at least { $minutes } minutes between two prompts.
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
cron-why-fields = has { $count } parts. Write 5 (minute, hour, day of month, month, day of week), for example `0 9 * * MON-FRI`; or 6 with the seconds first, or 7 with the year last.
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
  - **Schedules of prompts:** { $prompts }
  - **Holidays to come:** { $holidays }
settings-zone-none = none yet, so times are in UTC. Set it with `/wellness settings timezone:`
settings-channel-none = none yet
settings-quiet-none = none
settings-quiet-span = { $from } to { $to }
settings-not-a-span = "{ $item }" is not a span of hours. Write two times with a dash between, such as `22:00-7:00`, or `off` for none.
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
