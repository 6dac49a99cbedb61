## What is kept about a member, and how it goes.

command-privacy = What I keep about you, and how to get rid of it
command-privacy-show = What I keep about you, why, for how long and who sees it
command-privacy-export = Get everything that I keep about you as a file
option-privacy-export-where = This server only, or everywhere (default: where you are)
command-privacy-erase = Erase everything that I keep about you; asks once
option-privacy-erase-where = This server only, or everywhere (default: where you are)
choice-where-here = In this server
choice-where-everywhere = Everywhere

button-export = Send me the file
button-erase = Erase it …
button-erase-now = Erase it all
button-keep = Keep it

privacy-title-here = ## What I keep about you in this server
privacy-title-everywhere = ## What I keep about you, everywhere
privacy-nothing = Nothing at all.
privacy-nothing-here = There is nothing about you in this server to erase.
privacy-nothing-everywhere = There is nothing about you to erase anywhere.
privacy-no-here = In a direct message there is no server. Choose `where: Everywhere`, or use the command in the server that you mean.

privacy-why =
  {"**"}Why:** to remind you when you asked for it, and to count the days you asked me to count. Such days may say something about your health, so I treat them as if they did.
  {"**"}How long:** until you erase it, or have been gone from the server for 30 days. A reminder or a streak that you leave keeps its history for when you come back; single reminders and your answers to them go after 30 days and single presses after 400. That you set up a server's schedules or changed its settings is kept for as long; what you set up stays, without your name.
  {"**"}Who sees it:** you. On the board, what you chose to show; without a name your days also count in what a team has done together, which is told so that nobody's own days can be worked out. Whoever runs this bot can reach the database, and keeps its back-ups.
  I read no messages, and a question to `/ask` is never written down.
privacy-policy = Privacy policy
privacy-terms = Terms
privacy-kept-member = your settings for streaks
privacy-kept-member-change = { $rows ->
    [one] one change of those settings
   *[other] { $rows } changes of those settings
  }
privacy-kept-press = { $rows ->
    [one] one press of *I did it*
   *[other] { $rows } presses of *I did it*
  }
privacy-kept-press-undo = what it takes to undo a press, for a minute
privacy-kept-streak-state = what your streak comes to
privacy-kept-streak-checkpoint = what presses of more than 400 days ago came to
privacy-kept-board-line = where you stand on boards, for those whom you let see it
privacy-kept-schedule = { $rows ->
    [one] your desk break
   *[other] { $rows } desk breaks, earlier ones among them
  }
privacy-kept-delivery = { $rows ->
    [one] one reminder, what became of it, and how you answered it
   *[other] { $rows } reminders, what became of them, and how you answered them
  }
privacy-kept-milestone-shared = { $rows ->
    [one] one milestone that you shared
   *[other] { $rows } milestones that you shared
  }
privacy-kept-manager = when I last saw you in a server that you set something up for
privacy-kept-together-member = { $rows ->
    [one] that you are counted on a card which a channel does together, for a day and without your name
   *[other] that you are counted on { $rows } cards which channels do together, for a day and without your name
  }
privacy-kept-dm-channel = which direct-message channel is yours
privacy-kept-dm-member = whether my direct messages reach you
privacy-kept-schedule-set-up = { $rows ->
    [one] that you set up one schedule
   *[other] that you set up { $rows } schedules
  }
privacy-kept-guild-change = { $rows ->
    [one] that you changed a setting of a server
   *[other] that you changed settings of a server { $rows } times
  }

privacy-about-member = Settings for streaks in a server: time zone, the hour at which the day ends, days that count (bit 0 is Monday), who may see you (0 nobody, 1 under a made-up name, 2 by name).
privacy-about-member-change = Every change of these settings, with its instant; streaks are counted from them.
privacy-about-press = Every press of "I did it", the day it belongs to and how it was judged.
privacy-about-press-undo = What a press of the last minute changed, so that it can be taken back; or that it was.
privacy-about-streak-state = What the presses come to. In the maps of days the last bit is yesterday.
privacy-about-streak-checkpoint = What presses came to that are older than 400 days: these are not listed any more, only how many there were and the streak as it stood then.
privacy-about-board-line = Where you stand on each board, as a key that puts its lines in order; empty for boards on which nobody else sees you. One row holds until your day turns, the other ("ahead") on the day after if nothing happens. "team" is your week, for the total of the team.
privacy-about-milestone-shared = Milestones that you shared with a channel ("run" is days in a row, "total" days in all), so that it is told of each once; and which message tells of it.
privacy-about-schedule = Desk breaks: when and where you are reminded, when you last did anything with the bot, and on how many days your reminders had no answer.
privacy-about-delivery = Reminders to you, what became of each, and how you answered it.
privacy-about-together-member = Cards that a channel does together and that count you, each for a day: by a hash that is made for that card alone and names nobody.
privacy-about-dm-channel = The channel of direct messages between you and the bot.
privacy-about-dm-member = Whether the bot's direct messages reach you, since when you want them, and in which language.
privacy-about-schedule-set-up = Schedules that you set up for a server.
privacy-about-guild-change = Settings of a server that you changed.
privacy-about-manager = That you set something up for a server, first when; when you were last seen there, and whether you have left, so that your name goes from it in time.

privacy-exported-here = ## Everything I keep about you in this server
privacy-exported-everywhere = ## Everything I keep about you
privacy-exported-nothing = That is nothing at all, and so says the file.
privacy-ask-here = ## Erase all of this, in this server?
privacy-ask-everywhere = ## Erase all of this, everywhere?
privacy-ask-why =
  It can't be undone: streak, freezes and best run begin anew, and your desk break stops. What you set up for a server stays, without your name. What I posted in a channel for you, such as a milestone, stays there until somebody deletes it in Discord.
  -# Back-ups belong to whoever runs this bot; a fingerprint that names nobody stays with me, so that a restored back-up can be cleaned of you.
privacy-erased-here = ## It is gone
  Nothing about you is kept in this server any more. You are welcome to begin anew at any time.
privacy-erased-everywhere = ## It is gone
  Nothing about you is kept any more. You are welcome to begin anew at any time.
privacy-still-there = Nothing was erased.
