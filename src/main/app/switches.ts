import { z } from 'zod'
import { timeframeText } from '#contract/decimal-text.ts'
import type { DriverSetting } from '#contract/driver-setting.ts'
import { DRIVER_SETTINGS } from '#contract/driver-setting.ts'
import type { Mode } from '#core/model/signature.ts'
import type { Timeframe } from '#core/model/timeframe.ts'
import type { SwitchWords } from './switch-words.ts'
import { splitWords } from './switch-words.ts'

export type SignerSwitch =
  | { readonly kind: 'practice' }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'usb' }

/** What the command line asked for, parsed once at boot. */
export interface Switches {
  /** Folder of databases, logs and settings; null is the system's own place for this user. */
  readonly dataFolder: string | null
  readonly mode: Mode
  /** Save a picture here as soon as live prices are on the screen, then exit. */
  readonly smokeFile: string | null
  /** Candle file that the paper exchange replays; null is the synthetic feed. */
  readonly replayFile: string | null
  /** Times real time, for the paper exchange's feed. */
  readonly speed: number
  /** First moment of the replay, epoch ms; null is the beginning of the file. */
  readonly replayFromMs: number | null
  /** Seed of the synthetic feed and of the ticks inside replayed candles. */
  readonly seed: number
  /** Timeframe of the default strategy; null leaves its own. */
  readonly timeframe: Timeframe | null
  /** Wall time stands still at this epoch ms and moves only when told to; null is real time. */
  readonly manualClockMs: number | null
  readonly signer: SignerSwitch
  /** Which library speaks to the Ledger; null leaves it to the settings. */
  readonly driver: DriverSetting | null
  /** Paper only: the practice Ledger presses its buttons by itself. */
  readonly autopilot: boolean
}

export type ParsedSwitches =
  | { readonly ok: true; readonly switches: Switches }
  | { readonly ok: false; readonly message: string }

const SPEED_MAX = 100_000
const SEED_MAX = 0xffff_ffff

const path = z.string().min(1, 'a path')
const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, 'a whole number')
  .transform(Number)

const signer = z
  .string()
  .regex(/^(practice|usb|tcp:[^\s:]+:\d{1,5}|http:.+)$/, 'practice, usb, tcp:HOST:PORT or http:URL')
  .transform((text, context): SignerSwitch => {
    if (text === 'practice' || text === 'usb') return { kind: text }
    if (text.startsWith('tcp:')) {
      const [, host = '', port = ''] = text.split(':')
      return { kind: 'tcp', host, port: Number(port) }
    }
    const url = text.replace(/^http:(?!\/\/)/, '')
    if (URL.canParse(url)) return { kind: 'http', url }
    context.addIssue('http:URL with a complete URL, such as http:http://127.0.0.1:5000')
    return z.NEVER
  })

const schema = z.strictObject({
  data: path.optional(),
  mode: z.enum(['paper', 'testnet', 'mainnet'], 'paper, testnet or mainnet').default('paper'),
  smoke: path.optional(),
  replay: path.optional(),
  speed: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,3})?$/, `a number up to ${SPEED_MAX}`)
    .transform(Number)
    .pipe(z.number().positive('more than 0').max(SPEED_MAX, `at most ${SPEED_MAX}`))
    .optional(),
  'replay-from': z.iso
    .datetime({ offset: true, error: 'a moment such as 2023-03-10T00:00:00Z' })
    .transform((text) => Date.parse(text))
    .optional(),
  seed: wholeNumber.pipe(z.number().max(SEED_MAX, `at most ${SEED_MAX}`)).optional(),
  timeframe: timeframeText.optional(),
  'manual-clock': wholeNumber.optional(),
  signer: signer.optional(),
  driver: z.enum(DRIVER_SETTINGS, 'automatic, kit or ledgerjs').optional(),
  autopilot: z.literal('').optional(),
})

type Parsed = z.infer<typeof schema>

/** Switches that belong to the paper exchange, or that a real account must never see. */
const paperOnly = ['replay', 'replay-from', 'speed', 'seed', 'autopilot'] as const

/** What does not go together, as one sentence; null when all is well. */
function refuseCombination(parsed: Parsed): string | null {
  if (parsed.mode !== 'paper') {
    const foreign = paperOnly.find((name) => parsed[name] !== undefined)
    if (foreign) return `--${foreign} belongs to paper trading: leave it out, or use --mode paper.`
  }
  if (parsed['replay-from'] !== undefined && parsed.replay === undefined) {
    return '--replay-from needs a candle file: add --replay FILE.'
  }
  if (parsed.mode !== 'mainnet') return null
  if (parsed['manual-clock'] !== undefined) {
    return '--manual-clock is for tests and refused on mainnet: leave it out.'
  }
  if (parsed.signer !== undefined && parsed.signer.kind !== 'usb') {
    return 'On mainnet only a Ledger on USB may sign: use --signer usb, or leave --signer out.'
  }
  return null
}

function toSwitches(parsed: Parsed): Switches {
  return {
    dataFolder: parsed.data ?? null,
    mode: parsed.mode,
    smokeFile: parsed.smoke ?? null,
    replayFile: parsed.replay ?? null,
    speed: parsed.speed ?? 1,
    replayFromMs: parsed['replay-from'] ?? null,
    seed: parsed.seed ?? 1,
    timeframe: parsed.timeframe ?? null,
    manualClockMs: parsed['manual-clock'] ?? null,
    signer: parsed.signer ?? { kind: parsed.mode === 'paper' ? 'practice' : 'usb' },
    driver: parsed.driver ?? null,
    autopilot: parsed.autopilot !== undefined,
  }
}

/** A switch that opens the desk, or takes a wall away from around its window. */
function refuseExposure(split: SwitchWords, mode: Mode, isRelease: boolean): string | null {
  if (split.debugging !== null && (isRelease || mode === 'mainnet')) {
    const where = isRelease ? 'refused in this application' : 'refused on mainnet'
    return `${split.debugging} opens the desk to other programs: ${where}. Leave it out.`
  }
  if (split.weakening !== null && mode === 'mainnet') {
    return `${split.weakening} takes a protection away from the window: refused on mainnet. Leave it out.`
  }
  return null
}

/**
 * Reads the command line. Chromium's own switches are let through on paper and testnet; a switch
 * that nobody knows is refused, because a mistyped --mode must not start something else.
 *
 * @param words process.argv without the program (and without the folder, when started from sources).
 * @param isRelease a package for users, which no debugger may look into.
 */
export function parseSwitches(words: readonly string[], isRelease = false): ParsedSwitches {
  const split: SwitchWords = splitWords(words, Object.keys(schema.shape), ['autopilot'])
  if (split.complaint !== null) return { ok: false, message: split.complaint }
  const parsed = schema.safeParse(split.values)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const name = String(issue?.path[0] ?? '')
    const given = split.values[name] ?? ''
    return { ok: false, message: `--${name} "${given}" is not understood: ${issue?.message}.` }
  }
  const refusal = refuseCombination(parsed.data)
  if (refusal !== null) return { ok: false, message: refusal }
  const exposed = refuseExposure(split, parsed.data.mode, isRelease)
  if (exposed !== null) return { ok: false, message: exposed }
  return { ok: true, switches: toSwitches(parsed.data) }
}
