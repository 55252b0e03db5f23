/** The host of the webhooks; docs/privacy.md names it. */
export const DISCORD_HOST = 'discord.com'

/** Checked: nothing of the address but these two parts can differ. */
export interface DiscordHook {
  readonly id: string
  readonly token: string
}

const HOOK = /^https:\/\/discord\.com\/api\/webhooks\/(\d{5,30})\/([\w-]{20,120})\/?$/

/** Null for anything but the address of a Discord webhook as Discord gives it. */
export function readHook(text: string): DiscordHook | null {
  const [, id, token] = HOOK.exec(text.trim()) ?? []
  return id === undefined || token === undefined ? null : { id, token }
}

export const hookAddress = ({ id, token }: DiscordHook): string =>
  `https://${DISCORD_HOST}/api/webhooks/${id}/${token}`

/** Enough to tell two webhooks apart, and nothing that posts. */
export const maskedHook = ({ id }: DiscordHook): string => `${DISCORD_HOST} …${id.slice(-4)}`
