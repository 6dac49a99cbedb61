// The registered slash commands as one flat list, who may use which, and the text
// form of a command: `/deskbreak join times:10:30, 15:00 days:weekdays`. Pure
// functions over Discord's command JSON; nothing here touches the page.

/** Types of command options, by Discord's numbers. */
export const OPTION = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
};

const SLASH = 1;
const IN_GUILD = 0;
const IN_BOT_DM = 1;

/** What members of this guild may do without being admins, as Discord's permission bits. */
const EVERYONE = [6, 10, 11, 14, 15, 16, 18, 26, 31].reduce((bits, bit) => bits | (1n << BigInt(bit)), 0n);

/**
 * Every command that `who` can call: `{name, description, options}`, where `name` has its
 * subcommands, as in "prompts add". `where.direct` says that it is a DM with the bot,
 * `where.present` that the bot is in the guild.
 */
export function callable(commands, who, where) {
  return (commands ?? [])
    .filter((command) => (command.type ?? SLASH) === SLASH)
    .filter((command) => worksIn(command, where) && mayUse(command, who, where))
    .flatMap((command) => flatten(command, command.name));
}

function worksIn(command, where) {
  if (!where.direct && !where.present) return false;
  const contexts = command.contexts ?? [IN_GUILD, ...(command.dm_permission === false ? [] : [IN_BOT_DM])];
  return contexts.includes(where.direct ? IN_BOT_DM : IN_GUILD);
}

function mayUse(command, who, where) {
  const needed = command.default_member_permissions;
  if (needed === null || needed === undefined || where.direct || who?.admin) return true;
  const bits = BigInt(needed);
  return bits !== 0n && (bits & EVERYONE) === bits;
}

function flatten(part, name) {
  const options = part.options ?? [];
  const below = options.filter((option) => option.type === OPTION.subcommand || option.type === OPTION.group);
  if (below.length === 0) return [{ name, description: part.description ?? "", options: requiredFirst(options) }];
  return below.flatMap((option) => flatten(option, `${name} ${option.name}`));
}

const requiredFirst = (options) => [
  ...options.filter((option) => option.required),
  ...options.filter((option) => !option.required),
];

/** The commands that fit what was typed after the slash, best first. */
export function matching(list, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const score = (command) => {
    const name = command.name.toLowerCase();
    if (name.startsWith(words.join(" "))) return 0;
    if (words.every((word) => name.split(" ").some((part) => part.startsWith(word)))) return 1;
    if (words.every((word) => name.includes(word))) return 2;
    if (typed.length > 2 && words.every((word) => `${name} ${command.description.toLowerCase()}`.includes(word))) return 3;
    return null;
  };
  return list
    .map((command, index) => ({ command, index, rank: score(command) }))
    .filter((entry) => entry.rank !== null)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map((entry) => entry.command);
}

/** The command whose full name `text` begins with, and what follows it; or null. */
export function recognise(list, text) {
  const typed = text.replace(/^\//, "").replace(/^\s+/, "");
  const lower = typed.toLowerCase();
  const found = list
    .filter((command) => lower === command.name || lower.startsWith(`${command.name} `))
    .sort((a, b) => b.name.length - a.name.length)[0];
  return found ? { command: found, rest: typed.slice(found.name.length).trim() } : null;
}

/**
 * Splits what follows a command's name into values by option name.
 *
 * `name:value` ends where the next option's name begins, so that values may hold spaces,
 * commas and colons. Text before the first name goes to the required options in order (to the
 * first option, if none is required). `left` is text that belongs to no option.
 */
export function parseOptions(command, rest) {
  const names = command.options.map((option) => option.name);
  const marks = names.length === 0 ? [] : [...rest.matchAll(new RegExp(`(?:^|\\s)(${names.join("|")}):`, "g"))];
  const values = {};
  marks.forEach((mark, index) => {
    const from = mark.index + mark[0].length;
    const to = marks[index + 1]?.index ?? rest.length;
    values[mark[1]] = rest.slice(from, to).trim();
  });
  const positional = rest.slice(0, marks[0]?.index ?? rest.length).trim();
  return { values, left: placePositional(command, positional, values) };
}

function placePositional(command, text, values) {
  const required = command.options.filter((option) => option.required);
  const targets = (required.length > 0 ? required : command.options.slice(0, 1))
    .filter((option) => values[option.name] === undefined);
  let left = text;
  targets.forEach((option, index) => {
    if (left === "") return;
    const takesAll = option.type === OPTION.string && index === targets.length - 1;
    const word = takesAll ? left : left.split(/\s+/)[0];
    values[option.name] = word;
    left = left.slice(word.length).trim();
  });
  return left;
}

/** The text form of a command with these values (`{option: text}`). */
export function serialise(command, values) {
  const parts = command.options
    .filter((option) => (values[option.name] ?? "") !== "")
    .map((option) => `${option.name}:${values[option.name]}`);
  return [`/${command.name}`, ...parts].join(" ");
}
