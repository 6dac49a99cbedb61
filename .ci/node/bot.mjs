// A small bot made with discord.js, whose answers the checks look at.

import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  ContainerBuilder,
  GatewayIntentBits,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  SectionBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";

/** A client as a person would make it; only the base address of the API is another one. */
export function makeClient(url) {
  return new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
    ],
    rest: { api: `${url}/api`, version: "10" },
  });
}

export const COMMANDS = [
  new SlashCommandBuilder()
    .setName("stretch")
    .setDescription("A stretch")
    .setNameLocalizations({ fr: "étirement" })
    .addStringOption((option) =>
      option.setName("area").setDescription("Where").setRequired(true).setAutocomplete(true),
    )
    .addIntegerOption((option) =>
      option.setName("minutes").setDescription("How long").setMinValue(1).setMaxValue(30),
    )
    .addStringOption((option) =>
      option
        .setName("mood")
        .setDescription("How")
        .addChoices({ name: "Calm", value: "calm" }, { name: "Lively", value: "lively" }),
    ),
  new SlashCommandBuilder()
    .setName("prompts")
    .setDescription("Prompts")
    .addSubcommand((sub) => sub.setName("list").setDescription("All of them"))
    .addSubcommandGroup((group) =>
      group
        .setName("plan")
        .setDescription("Plans")
        .addSubcommand((sub) =>
          sub
            .setName("add")
            .setDescription("One more")
            .addChannelOption((option) =>
              option.setName("channel").setDescription("Where").setRequired(true),
            ),
        ),
    ),
  new SlashCommandBuilder().setName("slow").setDescription("Takes its time"),
  new SlashCommandBuilder().setName("whisper").setDescription("Only for you"),
  new SlashCommandBuilder().setName("silent").setDescription("Says nothing by itself"),
];

export function card(text) {
  const button = (id, label) =>
    new ButtonBuilder().setCustomId(id).setLabel(label).setStyle(ButtonStyle.Primary);
  return new ContainerBuilder()
    .setAccentColor(0x2a9d8f)
    .addTextDisplayComponents(new TextDisplayBuilder().setContent(text))
    .addSectionComponents(
      new SectionBuilder()
        .addTextDisplayComponents(new TextDisplayBuilder().setContent("Tell us how it went."))
        .setButtonAccessory(button("feedback", "Feedback")),
    )
    .addActionRowComponents(
      new ActionRowBuilder().addComponents(
        button("done", "Done").setEmoji("✅"),
        button("later", "Later"),
      ),
    )
    .addActionRowComponents(
      new ActionRowBuilder().addComponents(
        new StringSelectMenuBuilder()
          .setCustomId("again")
          .setMaxValues(2)
          .addOptions({ label: "Neck", value: "neck" }, { label: "Back", value: "back" }),
      ),
    );
}

function modal() {
  return new ModalBuilder()
    .setCustomId("feedback-form")
    .setTitle("How was it?")
    .addLabelComponents(
      new LabelBuilder()
        .setLabel("In your words")
        .setTextInputComponent(
          new TextInputBuilder()
            .setCustomId("words")
            .setStyle(TextInputStyle.Paragraph)
            .setMaxLength(200),
        ),
    );
}

const COMMAND = {
  stretch: (interaction) => {
    const area = interaction.options.getString("area", true);
    const minutes = interaction.options.getInteger("minutes") ?? 2;
    return interaction.reply({
      components: [card(`Stretch your ${area} for ${minutes} minutes.`)],
      flags: MessageFlags.IsComponentsV2,
    });
  },
  prompts: (interaction) => {
    const group = interaction.options.getSubcommandGroup(false);
    const channel = interaction.options.getChannel("channel");
    const text = `${group ?? ""} ${interaction.options.getSubcommand()} ${channel?.name ?? ""}`;
    return interaction.reply({ content: text.trim() });
  },
  whisper: (interaction) =>
    interaction.reply({ content: "Psst.", flags: MessageFlags.Ephemeral }),
};

const BUTTON = {
  done: (interaction) =>
    interaction.update({
      components: [card(`${interaction.user.username} is done.`)],
      flags: MessageFlags.IsComponentsV2,
    }),
  later: async (interaction) => {
    await interaction.deferUpdate();
    await interaction.editReply({
      components: [card("Later, then.")],
      flags: MessageFlags.IsComponentsV2,
    });
  },
  feedback: (interaction) => interaction.showModal(modal()),
};

/** Makes the client answer; what goes wrong is collected in `problems`. */
export function answer(client, problems, held) {
  client.on("interactionCreate", async (interaction) => {
    try {
      if (interaction.isAutocomplete()) {
        const typed = interaction.options.getFocused();
        const areas = ["neck", "back", "wrists"].filter((area) => area.startsWith(typed));
        await interaction.respond(areas.map((area) => ({ name: area, value: area })));
      } else if (interaction.isChatInputCommand()) {
        // Commands without an answer of their own are left to the checks.
        const say = COMMAND[interaction.commandName];
        if (say) await say(interaction);
        else held.push(interaction);
      } else if (interaction.isButton()) {
        await BUTTON[interaction.customId](interaction);
      } else if (interaction.isStringSelectMenu()) {
        await interaction.reply({ content: `Again: ${interaction.values.join(", ")}` });
      } else if (interaction.isModalSubmit()) {
        const words = interaction.fields.getTextInputValue("words");
        await interaction.reply({ content: `Thanks: ${words}` });
      }
    } catch (error) {
      problems.push(error);
    }
  });
  client.on("error", (error) => problems.push(error));
}
