// Classic message parts, for bots that do not use components for everything:
// embeds in brief, and attachments that no component shows.

import { el } from "./dom.js";
import { colour, fileLink } from "./components.js";
import { link, inlineMarkdown, markdown } from "./markdown.js";
import { localAddress, picture } from "./media.js";

/** Renders the embeds of a message. */
export function embeds(message, context) {
  return (message.embeds ?? []).map((embed) => renderEmbed(embed, context));
}

function renderEmbed(embed, context) {
  const accent = colour(embed.color);
  return el("div", { class: "container embed", style: accent ? { "--accent-bar": accent } : {} },
    embed.author?.name ? el("p", { class: "md-small", text: embed.author.name }) : null,
    embed.title ? el("h3", { class: "md-h3" }, title(embed, context)) : null,
    embed.description ? markdown(embed.description, context) : null,
    fields(embed.fields ?? [], context),
    embed.image ? picture({ media: embed.image }, context, "media") : null,
    embed.thumbnail ? picture({ media: embed.thumbnail }, context, "thumbnail") : null,
    embed.footer?.text ? el("p", { class: "md-small", text: embed.footer.text }) : null);
}

function title(embed, context) {
  const content = inlineMarkdown(embed.title, context);
  return embed.url ? link(embed.url, content) : content;
}

function fields(list, context) {
  if (list.length === 0) return null;
  return el("dl", { class: "embed-fields" }, list.map((field) =>
    el("div", { class: field.inline ? "inline" : null },
      el("dt", {}, inlineMarkdown(field.name ?? "", context)),
      el("dd", {}, markdown(field.value ?? "", context)))));
}

/** Renders the attachments of a message that is not made of components. */
export function attachments(message, context) {
  return (message.attachments ?? []).map((file) => {
    if ((file.content_type ?? "").startsWith("image/")) {
      return picture({ media: file, description: file.description }, context, "media");
    }
    return fileLink(localAddress(file.url), file.filename, file.size);
  });
}
