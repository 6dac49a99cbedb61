// Pictures in messages: where their bytes are, their alt text, and the view that
// opens when one is pressed. Only files on this server are loaded.

import { byId, el, fill } from "./dom.js";

const HERE = "/attachments/";

/**
 * The address on this server for a media item (`{url}`), or null.
 *
 * Discord lets a component say `attachment://name`; that is looked up in the message.
 */
export function mediaAddress(media, message) {
  const address = media?.url ?? "";
  if (address.startsWith("attachment://")) {
    const name = address.slice("attachment://".length);
    const attachment = (message.attachments ?? []).find((file) => file.filename === name);
    return attachment ? localAddress(attachment.url) : null;
  }
  return localAddress(address);
}

/** The path and query of an address under `/attachments/`, else null. */
export function localAddress(address) {
  try {
    const url = new URL(address, location.origin);
    const ours = url.protocol === "http:" || url.protocol === "https:";
    return ours && url.pathname.startsWith(HERE) ? url.pathname + url.search : null;
  } catch {
    return null;
  }
}

/** A picture that opens larger when pressed, with a badge that shows its alt text. */
export function picture(part, context, look) {
  const media = part.media ?? part;
  const alt = part.description ?? "";
  const address = mediaAddress(media, context.message);
  if (address === null) return missing(media, alt);
  if (isVideo(media, address)) return el("video", { class: look, src: address, controls: true, "aria-label": alt });
  const image = el("img", {
    src: address, alt, width: media.width, height: media.height, loading: "lazy", decoding: "async",
  });
  const figure = el("figure", { class: look },
    el("button", {
      type: "button",
      class: "open-picture",
      "aria-label": alt === "" ? "Enlarge picture without description" : `Enlarge picture: ${alt}`,
      on: { click: () => enlarge(address, alt) },
    }, image),
    alt === "" ? null : altBadge(alt));
  image.addEventListener("error", () => figure.replaceWith(missing(media, alt)));
  return part.spoiler ? coveredFigure(figure) : figure;
}

function coveredFigure(figure) {
  const cover = el("button", { type: "button", class: "cover", text: "Spoiler: press to show" });
  cover.addEventListener("click", () => cover.replaceWith(figure));
  return cover;
}

const isVideo = (media, address) =>
  (media.content_type ?? "").startsWith("video/") || /\.(mp4|webm)(\?|$)/.test(address);

function missing(media, alt) {
  const what = alt === "" ? "A picture without description" : `Picture: ${alt}`;
  return el("p", { class: "note", title: media?.url }, `${what} (not loaded)`);
}

function altBadge(alt) {
  const text = el("figcaption", { class: "alt-text", hidden: true, text: alt });
  const badge = el("button", {
    type: "button", class: "alt-badge", "aria-expanded": "false", title: "Show the description", text: "ALT",
  });
  badge.addEventListener("click", () => {
    text.hidden = !text.hidden;
    badge.setAttribute("aria-expanded", String(!text.hidden));
  });
  return [badge, text];
}

/** Shows one picture large, with its description below; Esc or a press closes it. */
function enlarge(address, alt) {
  const dialog = byId("lightbox");
  const close = el("button", { type: "button", class: "button secondary", text: "Close", on: { click: () => dialog.close() } });
  fill(dialog, el("img", { src: address, alt }), alt === "" ? null : el("p", { text: alt }), close);
  dialog.showModal();
}

/** Makes a press beside the enlarged picture close it. */
export function setUpLightbox() {
  const dialog = byId("lightbox");
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
