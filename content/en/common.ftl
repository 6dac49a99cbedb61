## Phrases used everywhere.

recurrence = { $times } { $dates }
times-at = at { $times }
times-every-hours =
  { $count ->
    [one] every hour from { $first } to { $last }
   *[other] every { $count } hours from { $first } to { $last }
  }
times-every-minutes =
  { $count ->
    [one] every minute from { $first } to { $last }
   *[other] every { $count } minutes from { $first } to { $last }
  }
times-every-seconds =
  { $count ->
    [one] every second from { $first } to { $last }
   *[other] every { $count } seconds from { $first } to { $last }
  }
times-many = { $count } times between { $first } and { $last }
days-daily = every day
days-weekdays = on weekdays
days-weekends = on weekends
days-on = on { $days }
days-every = every { $days }
dates-on = on the { $days }
dates-either = { $weekdays } **and also** { $days }
dates-in = { $dates }, in { $part } only
years-run = { $first } to { $last }
and-list = { $init } and { $last }
date = { $weekday }, { $day } { $month }
date-with-year = { $date } { $year }

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

day-of-month-1 = 1st
day-of-month-2 = 2nd
day-of-month-3 = 3rd
day-of-month-4 = 4th
day-of-month-5 = 5th
day-of-month-6 = 6th
day-of-month-7 = 7th
day-of-month-8 = 8th
day-of-month-9 = 9th
day-of-month-10 = 10th
day-of-month-11 = 11th
day-of-month-12 = 12th
day-of-month-13 = 13th
day-of-month-14 = 14th
day-of-month-15 = 15th
day-of-month-16 = 16th
day-of-month-17 = 17th
day-of-month-18 = 18th
day-of-month-19 = 19th
day-of-month-20 = 20th
day-of-month-21 = 21st
day-of-month-22 = 22nd
day-of-month-23 = 23rd
day-of-month-24 = 24th
day-of-month-25 = 25th
day-of-month-26 = 26th
day-of-month-27 = 27th
day-of-month-28 = 28th
day-of-month-29 = 29th
day-of-month-30 = 30th
day-of-month-31 = 31st

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
