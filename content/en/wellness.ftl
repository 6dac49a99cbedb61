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
