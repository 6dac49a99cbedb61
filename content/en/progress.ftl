## Streaks and boards.

button-did-today = I took a break today
button-show-streak = My streak
button-show-calendar = Calendar
button-show-board = Board
button-ask-to-join = What are streaks?
button-join-hidden = Join, hidden
button-join-anonymous = Join under a made-up name
button-join-named = Join with my name
button-undo-check-in = Undo (for a minute)
button-share-milestone = Share it with my name
button-board-consistency = 30 days
button-board-week = This week
button-board-current = Run
button-board-longest = Longest run
button-board-previous = Previous
button-board-next = Next

streak-ask =
  ## A streak, if you'd like one
  I keep the days on which you press *I did it*, in this server only. Other days are free{ $freezes ->
     [on] , and a freeze covers a missed day
    *[off] {""}
  }.
  I'd count your breaks { $days } ({ $zone }); your day would end { $hour ->
     [0] at midnight
    *[other] at { $hour } in the morning
  }. Otherwise: `/streak join visibility: timezone: days: day_ends_at:`.
  `/streak leave` stops it at any time.
  {"**"}Who may see you on the board?** Hidden: only you. Anonymous: a made-up name. Named: your name. Your days also count, without a name, in what a team has done together.
streak-joined = ## You're in
streak-changed = ## Saved
streak-as-it-was = ## Your streak
streak-counts =
  I count your breaks { $days } ({ $zone }); your day ends { $hour ->
     [0] at midnight
    *[other] at { $hour } in the morning
  }. On the board you are { $visibility }.
streak-counts-from-tomorrow =
  From tomorrow I count your breaks { $days } ({ $zone }); your day ends { $hour ->
     [0] at midnight
    *[other] at { $hour } in the morning
  }. On the board you are { $visibility }.
streak-coming =
  The next days that count:
  { $days }
streak-how-to-change = -# To change it, name what shall be otherwise: `/streak join days: Mon, Wed, Fri`.
streak-excused = This cut a day of yours short, so that day doesn't count and your run goes on. Once in four weeks I can do that.
streak-moves-desk-break = Your desk break goes by the same clock, and keeps its times by it.

streak-paused =
  ## Enjoy your time off
  From { $from } to { $to } nothing is counted and I don't remind you. Your run waits for you. `/streak resume` ends it sooner.
streak-paused-day =
  ## Enjoy your time off
  On { $from } nothing is counted and I don't remind you. Your run waits for you. `/streak resume` takes it back.
streak-resumed = ## Welcome back
streak-resumed-tomorrow =
  ## Welcome back
  Today still belongs to your time off; it ends with the day.
streak-not-paused = You have no time off entered here. `/streak pause` takes its first and its last day.
streak-vacation = Time off: { $from } to { $to }
streak-vacation-day = Time off: { $from }
streak-vacations-more = Time off, later: { $count ->
     [one] once more
    *[other] { $count } times more
  }
holidays-date-problem = “{ $date }” is not a date that I can read. Write a whole day like 2026-06-01, or pick one from the list.
date-problem = “{ $date }” is not a date that I can read. Write a whole day like 2026-06-01, `today`, `tomorrow` or a weekday such as `monday`, or pick one from the list.
tomorrow = Tomorrow, { $date }
date-word-today = today
date-word-tomorrow = tomorrow
pause-too-early = Time off begins tomorrow at the earliest, so that nobody can save a day that has begun{ $freezes ->
     [on] ; for today you have a freeze
    *[off] {""}
  }. Choose { $earliest } or later as its first day.
pause-too-far = That is more than a year ahead. Choose { $latest } or earlier as its first day.
pause-backwards = The last day comes before the first: swap `from` and `to`.
pause-too-long = Time off has at most 60 days: choose { $latest } or earlier as its last day.
zone-moves = Your time zone has changed three times in seven days, and that is the most I follow. The next change can be made from { $when } on.

streak-spared = { $days }: I was down, so { $count ->
     [one] that day doesn't
    *[other] those days don't
  } count and cost{ $count ->
     [one] s
    *[other] {""}
  } you nothing.

streak-frozen = { $days }: { $count ->
     [one] a freeze
    *[other] freezes
  } kept your run.
freeze-earned = That earns you a freeze: you hold { $freezes } now.
freeze-full = You hold { $freezes ->
     [one] { $freezes } freeze
    *[other] { $freezes } freezes
  } now, the most at a time.

milestone-run = {"**"}{ $days } of your days in a row.** Your longest run yet, and only you see this.
milestone-total = {"**"}{ $days } days with a break, all in all.** They stay yours whatever comes, and only you see this.
milestone-shared-before = You have told this channel of your { $days } days already, { $when }. Once is enough; nothing was posted.
milestone-gone = That is not there to share just now.
milestone-shared-run = { $who } has taken a break on {"**"}{ $days } of their days in a row**.
milestone-shared-total = { $who } has taken breaks on {"**"}{ $days } days**, all in all.

streak-left = Your streak has stopped, and you are off the board. Your longest run is kept for when you come back.
streak-not-joined = You have no streak here, and that's fine.
visibility-hidden = hidden
visibility-anonymous = anonymous
visibility-named = named

week = { $credited } of { $due } { $due ->
     [one] day
    *[other] days
  } this week
streak-show =
  ## { $week }
  { $consistency }
  Run: { $current } · Best: { $longest } · Total: { $total }{ $has-freezes ->
     [on] {" "}· Freezes: { $freezes }
    *[off] {""}
  }
  Next: { $next }{ $vacations }
  -# Only you see this. On the board you are { $visibility }.
streak-consistency = Over the last 30 days: { $percent } %
streak-consistency-few = Over the last 30 days: { $percent } %, of { $due ->
     [one] the one day
    *[other] the { $due } days
  } that counted
streak-consistency-no-days = None of the last 30 days counted.
streak-consistency-none = The first days are still to come.
today = today

did-credited = **Nice. That's { $week }.** { $current ->
     [one] A run begins.
    *[other] Your run: { $current } days.
  }
did-duplicate = You have today already: { $week }. A second break still does you good.
did-rest-day = Lovely. Today is one of your free days, so it doesn't count and you lose nothing: { $week }.
did-paused = Lovely. You have time off, so today doesn't count and you lose nothing: { $week }. `/streak resume` ends it.
did-expired = That prompt is from an earlier day, so it can't count any more. A break today can:
did-not-joined = Well done! If you like, I can count such days for you. Nothing is kept until you join.
did-counted-not-joined = Well done! The card counts you for a day, without your name; beside that nothing is kept until you join. If you like, I can count such days for you.
did-answered-not-joined = Well done! That you answered this reminder is kept with it for 30 days; no days are counted. If you like, I can count them for you.
did-left = Well done! Your streak is stopped, so today is not counted; your longest run is kept for when you come back.
did-not-member = You have left that server, as far as I can see, so nothing changes there. Use anything of mine in the server itself, such as `/done`, and all goes on as it was.
did-guild-gone = I am not in that server any more, so nothing changes there. What you have there waits for 30 days, in case I am asked back.
did-no-guild = Well done! Streaks belong to a server: press *I did it* there, or under one of your reminders.
did-undone = Taken back, as if it had never been: { $week }. Nothing is lost.
did-stays = A check-in can be taken back for a minute, as long as nothing else has changed. This one stays: { $week }.
day-ends-problem = Your day can end at a full hour from 0 to 6.

board-title = ## Board · { $metric }
board-line = **{ $rank }.** { $who } · { $value }
board-line-unranked = {"**"}–** { $who } · { $value } (a place comes with { $needed } days)
board-line-no-days = {"**"}–** { $who } · no days to count this week
board-gap = ⋯
board-empty = -# Nobody stands here just now.
board-percent = { $percent } %
board-days = { $days ->
     [one] { $days } day
    *[other] { $days } days
  }
board-no-days = no days yet
board-own = { $who } (you)
board-own-unseen = { $own }, seen by you alone just now
board-own-hidden = You (hidden: only you see this line)
board-own-anonymous = { $name } (you)
board-not-joined = You are not on the board. Nobody is, without choosing to be.
board-too-few = -# Others appear once three members who chose to be seen have a place.
board-team = The team this week: { $credited } of { $due } days, { $mean } % of each one's days on average
button-share-team = Share with channel
board-goal-open = The goal: { $wanted ->
    [one] { $wanted } break
   *[other] { $wanted } breaks
  } this week. How far you are shows once at least five members have days to count.
recap-title = ## Last week, together
recap-body = {"**"}{ $breaks ->
    [one] { $breaks } break
   *[other] { $breaks } breaks
  }** by { $people } people. Thank you for looking after yourselves.
recap-named = Most regular, of those who like to be named: { $names }
recap-print = -# Told of at least five people, and of nobody who was not there. A new week begins: come as you are.
board-team-title = ## The team
board-team-not-yet = The team's week has just begun. It can be shared once there is a day in it.
board-team-too-few = The team's week shows once at least three members have days to count in it, and only if nobody's own days can be worked out from it.
anonymous-name = { $adjective } { $animal } { $number }
anonymous-adjectives = Quiet, Gentle, Sunny, Calm, Bright, Patient, Merry, Steady, Kind, Brisk, Mellow, Cosy, Nimble, Hazel, Amber, Misty
anonymous-animals = Otter, Heron, Badger, Finch, Hare, Lynx, Seal, Wren, Fox, Owl, Moose, Newt, Swan, Beaver, Robin, Tapir
streak-visibility-needed = Say also who may see you on the board, with `visibility` hidden, anonymous or named. For example: `{ $line }`
streak-visibility-changed = Saved. On the board you are { $visibility } from now on.

calendar-title = ## Your last twelve months
calendar-key = -# In the picture a tick is a break, a star a day that a freeze kept, a dash a rest day, two bars time off, a circle a day that I was down on, an empty square a free place; the ring is today. Only you see this.
calendar-alt = Calendar of { $months ->
    [one] { $months } month
   *[other] { $months } months
  }, week by week, today in a ring. In all: { $told }.
calendar-month = **{ $month } { $year }:** { $told }
calendar-days-credited = Breaks: { $days }
calendar-days-frozen = kept by a freeze: { $days }
calendar-days-rest = rest days: { $days }
calendar-days-paused = time off: { $days }
calendar-days-spared = spoilt by me: { $days }
calendar-nothing = nothing yet
calendar-credited = { $count ->
    [one] { $count } break
   *[other] { $count } breaks
  }
calendar-frozen = { $count ->
    [one] { $count } day kept by a freeze
   *[other] { $count } days kept by a freeze
  }
calendar-rest = { $count ->
    [one] { $count } rest day
   *[other] { $count } rest days
  }
calendar-paused = { $count ->
    [one] { $count } day of time off
   *[other] { $count } days of time off
  }
calendar-spared = { $count ->
    [one] { $count } day that I spoilt
   *[other] { $count } days that I spoilt
  }
calendar-missed = { $count ->
    [one] { $count } free place
   *[other] { $count } free places
  }
goal-so-far = { $done } of { $wanted } { $wanted ->
    [one] break
   *[other] breaks
  } together: { $percent } %
goal-reached = { $done } of { $wanted } { $wanted ->
    [one] break
   *[other] breaks
  } together: the goal is reached!
