## Around the cards of the content pack.

button-did = I did it
button-another = Another one
button-anew = Start again
button-back = Back
button-begin = Step by step
button-next = Next
button-follow-along = Follow along
button-hurts = This hurts
button-share = Share with channel
button-get-help = When to get help
button-gentler = Something gentler: { $title }

exercise-time = { $seconds ->
    [one] about { $seconds } second
   *[other] about { $seconds } seconds
  }
exercise-time-minutes = { $minutes ->
    [one] about { $minutes } minute
   *[other] about { $minutes } minutes
  }
exercise-mistake = { $mistake }
exercise-seated = **Seated or in a wheelchair:** { $how }
exercise-not-seated = The usual way, to compare:
exercise-stop-if = **{ $signs }**

card-caution = **Take care:** { $text }
card-see-someone = **When to see someone:** { $text }
card-sources = Sources: { $sources }
cause-signs = **How it may feel**
  { $signs }
cause-helps = **What may help:** { $helps }

prompt-opening = **Time for a short break.** One for your shoulders, your eyes or wherever it feels right.

overview-cause =
  ## What may lie behind it
  { $count ->
     [one] One cause of desk-work aches
    *[other] { $count } causes of desk-work aches
  }, in plain words. I can't tell which one is yours; a professional can.
overview-cause-placeholder = Choose a cause
overview-tip =
  ## What helps
  { $count ->
     [one] One tip
    *[other] { $count } tips
  } for the desk and around it.
overview-tip-placeholder = Choose a tip
overview-part = { $placeholder } ({ $number } of { $count })

follow-title = ## { $title }: follow along
follow-pictures = In the picture: { $keys }
follow-ready = **Get into position.** You begin { $at }.
follow-part = { $at } { $what }
follow-round = round { $round } of { $rounds }
follow-side-1 = first side
follow-side-2 = other side
follow-times = { $times ->
    [one] once
   *[other] { $times } times
  }
follow-hold = { $times ->
    [one] hold for { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
      }
   *[other] hold each for { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
      }
  }
follow-go = go, at your own pace
follow-done = { $at } you are done. Shake it out.
follow-note = The times are a gentle pace, not a test: slower, fewer or shorter is fine.

ask-nearest = -# The card that comes nearest to your question. Only you see it.
ask-others = More that may fit
ask-others-urgent = More to read, once that is settled
ask-nothing =
  ## Nothing in the pack fits that
  I know about aches from desk work, posture and desk set-up, stretches and other movements, tired eyes, breaks, stress and sleep. Try it in other words, or look through `/tips` and `/causes`.
  If something worries you, do not wait for the right words: ask a professional.
ask-hello =
  ## Hello!
  Tell me in a few words what aches, or what you would like to know, such as “stiff neck after calls”, “stretches from a wheelchair” or “how high should my screen be”.
  Or try one of these: `/stretch` for a movement, `/causes` for why it may ache, `/tips` for your desk and your day, `/get-help` for when to see a professional, `/help` for all that I do.
ask-empty = Ask me something in a few words, such as "stiff neck after calls".
ask-too-long = That is too long for me: at most 200 characters, please.

hurts =
  ## Then stop here
  Thank you for listening to your body. Nothing here is worth pushing through pain.

hurts-signs =
  {"**"}Does one of these fit?**
  { $signs }
  {"**"}{ $action }**

links-placeholder = What goes with it

stretch-only = That was the only one that fits. For more, ask with fewer wishes.
stretch-all-seen = You have seen all { $count } that fit. For others, ask with other wishes, or start again.
stretch-none = Nothing in the pack fits all of that. Leave out { $loosen }, and I'll find one.
stretch-none-so-short =
  { $given ->
      [one] Nothing in the pack that fits takes only a minute.
     *[other] Nothing in the pack that fits takes only { $given } minutes.
  } Allow { $minutes }, with `minutes:{ $minutes }`, and I'll find one.
stretch-none-and-so-short =
  Nothing in the pack fits all of that. Leave out { $loosen }, allow { $minutes ->
      [one] a minute
     *[other] { $minutes } minutes
  } with `minutes:{ $minutes }`, and I'll find one.
stretch-loosen-area = the body part
stretch-loosen-position = the position
stretch-loosen-minutes = the minutes
stretch-loosen-equipment = the equipment
card-unknown = I have no card called "{ $name }", and none that fits those words. Choose one from the list.
card-off = -# “{ $title }” is switched off in this server. This card comes nearest to it.
card-off-list = -# “{ $title }” is switched off in this server. Here are the others.
card-outdated = That card is not shown here any more. Here are others.
routine-place = -# { $title } · { $number } of { $count } · { $minutes ->
    [one] about 1 minute left
   *[other] about { $minutes } minutes left
  }

together = { $count ->
    [0] **All together:** press *I did it* when you are done. Everybody counts and nobody is named.
    [one] **1 of you has done this.** Who joins in?
   *[other] **{ $count } of you did this together.**
  }
together-in = { $count ->
    [one] **You are in,** the first one.
   *[other] **You are in:** { $count } of you did this together.
  }
together-again = { $count ->
    [one] **You are in already,** the first one.
   *[other] **You are in already:** { $count } of you did this together.
  }
together-over = That round is over, so it counts nobody any more. `/stretch together:True` begins another.
together-private = `together` is for the channel and `private` is for you alone: choose one of them.
together-guild = Doing it together needs others: use `/stretch together:True` in a server.
shared-by = Shared by { $who }
shared-before = You have shared this with the channel already, { $when }, so nothing was posted.
shared-before-figures = You have shared this with the channel already, { $when }, so nothing was posted. To share how it stands now, use `/leaderboard` again.
shared-there = Here it is: { $link }
share-too-old = This message is too old to be shared from. Ask for it anew, and share that one.
share-nowhere = There is no channel here to share it with. In a server, that button posts a card in the channel that you are in.
