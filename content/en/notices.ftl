## Help and everything that goes wrong, kindly.

help-title =
  ## Hello, I'm Unhunch
  I remind teams to move, and know a little about aches from desk work. Try `/stretch`.
help-admins = ### For those who manage this server
help-required = {" "}(required)
help-unknown = I have no command called "{ $name }". `/help` lists them all.

outdated = That button is from an earlier version. Here is what works today.
failed = Something went wrong on my side, sorry. I can't say whether it was done all the same, so have a look before you try again. If it happens again, tell whoever runs me: incident `{ $incident }`.
failed-showing = Something went wrong on my side, sorry. Please try again. If it happens again, tell whoever runs me: incident `{ $incident }`.
command-unknown = I don't know that command any more. `/help` shows what I can do; reloading Discord refreshes its menu.
option-problem = The option `{ $option }` is missing or doesn't fit. `/help` shows how the command goes.
guild-only = That works in a server only, not in direct messages.
admins-only = Only those who may manage this server can do that.
