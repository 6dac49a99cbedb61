## What Discord shows of each command: at most 100 characters.

command-stretch = Show a short movement for right now
option-stretch-area = The part of you that could use it
option-stretch-position = How you would like to do it
option-stretch-minutes = How much time you have, in minutes
option-stretch-equipment = What you have at hand
option-stretch-together = A card for the channel that counts how many do it, and names nobody
option-stretch-private = Only you see the answer

command-causes = What may lie behind aches from desk work
option-causes-cause = A cause to read about

command-tips = What helps at the desk and around it
option-tips-topic = A tip to read

command-ask = Ask in your own words, and get the cards that fit
option-ask-question = Such as: stiff neck after calls, stretches from a wheelchair

command-get-help = When to see a professional, and what must not wait

command-deskbreak = Your own daily desk-break reminder
command-deskbreak-join = Get a reminder to take a break, at your own times
option-deskbreak-join-times = Times of day, such as 10:30, 15:00
option-deskbreak-join-days = Days, such as weekdays or mon, wed, fri (default: weekdays)
option-deskbreak-join-timezone = Your time zone; type a city (default: the server's)
option-deskbreak-join-deliver = Where the reminder goes (default: direct message)
option-deskbreak-join-fallback = Remind you in this channel if a direct message fails
option-deskbreak-join-stop_when_done = Nothing more on a day on which you have done it (default: no)
option-deskbreak-join-quiet = Hours in which nothing comes, such as 12:00-13:00; off ends them
option-deskbreak-join-holidays = Remind you on this server's holidays too (default: no)
command-deskbreak-show = Show your desk-break reminder
command-deskbreak-edit = Change your desk-break reminder; what you leave out stays
option-deskbreak-edit-times = Other times of day, such as 10:30, 15:00
option-deskbreak-edit-days = Other days, such as weekdays or mon, wed, fri
option-deskbreak-edit-timezone = Another time zone; type a city
option-deskbreak-edit-deliver = Where the reminder goes
option-deskbreak-edit-fallback = Remind you in this channel if a direct message fails
option-deskbreak-edit-stop_when_done = Nothing more on a day on which you have done it
option-deskbreak-edit-quiet = Hours in which nothing comes, such as 12:00-13:00; off ends them
option-deskbreak-edit-holidays = Remind you on this server's holidays too
command-deskbreak-pause = No reminders for some days; your streak goes on
option-deskbreak-pause-until = The last day without reminders, such as 2026-06-14; at most 60 days
command-deskbreak-resume = Have your reminders again
command-deskbreak-leave = End your desk-break reminder

command-done = Record today's check-in

command-streak = Your own streak of breaks, if you want one
command-streak-join = Start counting the days on which you take a break
option-streak-join-visibility = Who may see you on the board (asked if you leave it out)
option-streak-join-timezone = Your time zone; type a city (default: your desk break's, else the server's)
option-streak-join-days = The days that count, such as weekdays (default)
option-streak-join-day_ends_at = The hour at which your day ends, 0 to 6 (default: 3)
command-streak-show = Show your streak; only you see it
command-streak-calendar = Your last twelve months, day by day; only you see it
command-streak-pause = Time off: nothing is counted and nobody reminds you
option-streak-pause-from = The first day, such as 2026-06-01; tomorrow or later
option-streak-pause-to = The last day, such as 2026-06-14; at most 60 days
command-streak-resume = End your time off
command-streak-visibility = Choose who may see you on the board
option-streak-visibility-level = Who may see you
command-streak-leave = Stop counting

command-leaderboard = The board of those who chose to be on it
option-leaderboard-metric = What the board is ordered by
option-leaderboard-scope = Single members or the whole team

command-help = What I can do
option-help-command = A command to read about

command-prompts = Stretch prompts for a channel
command-prompts-add = Post stretch prompts in a channel at certain times
option-prompts-add-channel = Where to post
option-prompts-add-times = Times of day, such as 10:30, 15:00
option-prompts-add-days = Days, such as weekdays or mon-thu (default: weekdays)
option-prompts-add-every = Instead of times: how far apart, such as 90m or 2h
option-prompts-add-between = With every: from when to when, such as 9:00-17:00
option-prompts-add-cron = Instead of times: a cron expression, such as 0 9 * * MON-FRI
option-prompts-add-timezone = The server's time zone, if it has none yet; type a city
option-prompts-add-topic = What the prompts are about (default: everything)
option-prompts-add-role = A role that each prompt pings (default: nobody)
option-prompts-add-together = Invite the team to do it together
option-prompts-add-grace = How many minutes late one may still come (default: as all of this server)
command-prompts-edit = Change a schedule of prompts; what you leave out stays
option-prompts-edit-id = Which schedule
option-prompts-edit-channel = Where to post
option-prompts-edit-times = Other times of day, such as 10:30, 15:00
option-prompts-edit-days = Other days, such as weekdays or mon-thu
option-prompts-edit-every = Instead of times: how far apart, such as 90m or 2h
option-prompts-edit-between = With every: from when to when, such as 9:00-17:00
option-prompts-edit-cron = Instead of times: a cron expression, such as 0 9 * * MON-FRI
option-prompts-edit-timezone = Another time zone for this schedule; type a city
option-prompts-edit-topic = What the prompts are about
option-prompts-edit-role = A role that each prompt pings
option-prompts-edit-no_role = True: ping no role any more
option-prompts-edit-together = Invite the team to do it together
option-prompts-edit-grace = How many minutes late one may still come
option-prompts-edit-no_grace = True: as late as all of this server again
command-prompts-pause = No prompts of a schedule for some days
option-prompts-pause-id = Which schedule
option-prompts-pause-until = The last day without prompts, such as 2026-06-14; at most 60 days
command-prompts-resume = End a pause, or take up again what was on hold
option-prompts-resume-id = Which schedule
command-prompts-preview = See the card that comes next; only you see it
option-prompts-preview-id = Which schedule
command-prompts-now = Post a prompt of a schedule at once
option-prompts-now-id = Which schedule
command-prompts-list = List the prompts of this server
command-prompts-remove = End a schedule of prompts
option-prompts-remove-id = Which schedule

command-wellness = How Unhunch behaves in this server
command-wellness-setup = Set me up for this server, step by step
option-wellness-setup-timezone = The server's time zone; type a city
command-wellness-settings = Show or change the settings
option-wellness-settings-timezone = The server's time zone; type a city
option-wellness-settings-channel = The channel for wellness
option-wellness-settings-language = The language of what is posted
option-wellness-settings-quiet = Hours in which nothing is posted, such as 22:00-7:00; off ends them
option-wellness-settings-grace = How many minutes late a prompt may still come
option-wellness-settings-freezes = Whether freezes cover missed days of streaks
option-wellness-settings-replace = Whether a prompt takes the place of the one before it
option-wellness-settings-goal = How many breaks the team wants to take in a week, all together; 0 for no goal
option-wellness-settings-recap = Whether I post the team's week in numbers on the first working day after it
option-wellness-settings-item = A card to switch off or on in this server; type a part of its title
option-wellness-settings-enabled = False switches that card off here, True brings it back

command-wellness-check = What I may do in each channel, and what became of the last prompts
command-wellness-holidays = Days on which no prompts come and nobody's run is asked for
command-wellness-holidays-add = Enter a holiday
option-wellness-holidays-add-date = The day; pick one or write it like 2026-12-25
option-wellness-holidays-add-name = What the day is called
command-wellness-holidays-remove = Take a holiday away again
option-wellness-holidays-remove-date = Which one
command-wellness-holidays-list = List the holidays to come
command-wellness-holidays-import = Enter the holidays of a calendar file (.ics)
option-wellness-holidays-import-file = The calendar file, at most 256 KiB

choice-area-neck = Neck
choice-area-shoulders = Shoulders
choice-area-upper-back = Upper back
choice-area-chest = Chest
choice-area-lower-back = Lower back
choice-area-hips = Hips
choice-area-legs = Legs
choice-area-feet = Feet
choice-area-hands = Hands and wrists
choice-area-eyes = Eyes
choice-area-face = Face and jaw
choice-area-breath = Breathing
choice-area-whole-body = Whole body

choice-topic-everything = Everything
choice-topic-neck = Neck
choice-topic-shoulders = Shoulders
choice-topic-upper-back = Upper back
choice-topic-chest = Chest
choice-topic-lower-back = Lower back
choice-topic-hips = Hips
choice-topic-legs = Legs
choice-topic-feet = Feet
choice-topic-hands = Hands and wrists
choice-topic-eyes = Eyes
choice-topic-face = Face and jaw
choice-topic-breath = Breathing
choice-topic-whole-body = Whole body

choice-position-seated = Seated
choice-position-standing = Standing
choice-position-floor = On the floor

choice-equipment-nothing = Nothing
choice-equipment-mat = Mat or carpet
choice-equipment-band = Elastic band
choice-equipment-weight = Dumbbell or full bottle
choice-equipment-roller = Roller
choice-equipment-ball = Ball

choice-deliver-dm = Direct message
choice-deliver-channel = A mention of you in this channel

choice-visibility-hidden = Hidden: only you see your line
choice-visibility-anonymous = Anonymous: under a made-up name
choice-visibility-named = Named

choice-metric-consistency = Consistency over 30 days
choice-metric-week = This week
choice-metric-current = Run of days
choice-metric-longest = Longest run

choice-language-en = English

choice-scope-members = Members
choice-scope-team = The whole team
