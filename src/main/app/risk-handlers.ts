import type { Answer } from '#contract/desk-api.ts'
import type { LimitEditView, LimitSheetView, RiskView } from '#contract/risk-views.ts'
import type { InputBody } from '#core/engine/inputs.ts'
import { LOOSEN_WORD, profileOf } from '#core/engine/limit-changes.ts'
import type { DeskState } from '#core/engine/state.ts'
import { faultText } from '#core/model/fault-text.ts'
import { compareLimits } from '#core/risk/compare-limits.ts'
import { LIMIT_FIELDS, LIMIT_NAMES } from '#core/risk/limit-fields.ts'
import { limitsToInputs, limitText, limitUnit, readLimitInputs } from '#core/risk/limit-inputs.ts'
import type { Limits } from '#core/risk/limits.ts'
import { PROFILES } from '#core/risk/limits.ts'
import { describeLimitProblem, limitsToFile, validateLimits } from '#core/risk/validate-limits.ts'
import type { DeskHandlers } from '../ipc/register-handlers.ts'

/** What only a desktop has: dialogs for files, and keys that work everywhere. */
export interface DesktopControls {
  /** Asks where to, writes; the path, or null when the person changed their mind. */
  saveFile(suggestedName: string, text: string): Promise<string | null>
  /** Asks which, reads; null when the person changed their mind. */
  openFile(): Promise<{ readonly path: string; readonly text: string } | null>
  killHotkey(): RiskView['killHotkey']
  /** Registers another one and remembers it; false when the system does not give it. */
  setKillHotkey(accelerator: string | null): boolean
}

export interface RiskHandlerOptions {
  readonly state: () => DeskState
  readonly enqueue: (body: InputBody) => void
  readonly desktop: DesktopControls | null
}

type RiskRequest =
  | 'setInstrument'
  | 'getLimits'
  | 'compareLimits'
  | 'setLimits'
  | 'exportLimits'
  | 'importLimits'
  | 'setKillHotkey'

const done: Answer<null> = { ok: true, value: null }

const onlyDesktop: Answer<never> = {
  ok: false,
  error: { code: 'notAvailable', message: 'This exists in the window of the desk only.' },
}

const unusable = (message: string): Answer<never> => ({
  ok: false,
  error: { code: 'fileUnusable', message },
})

const FORMAT = 'countersign limits'

/** A file of limits, the way that `fromFile` reads it. */
const toFile = (limits: Limits): string =>
  `${JSON.stringify({ format: FORMAT, version: 1, limits: limitsToFile(limits) }, null, 2)}\n`

function fromFile(text: string): Limits | string {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    return `It is no JSON: ${cause instanceof Error ? cause.message : String(cause)}.`
  }
  if (typeof parsed !== 'object' || parsed === null) return 'It holds no limits.'
  const { format, version, limits } = parsed as Readonly<Record<string, unknown>>
  if (format !== FORMAT) return 'It is no file of limits that Countersign has written.'
  if (version !== 1) return `Its version is ${String(version)}; this desk reads version 1.`
  const validated = validateLimits(limits)
  if (validated.isValid) return validated.limits
  return `${validated.problems.slice(0, 5).map(describeLimitProblem).join('; ')}.`
}

const sheet = (limits: Limits): LimitSheetView => ({
  profile: profileOf(limits),
  inputs: limitsToInputs(limits),
  shipped: {
    strict: limitsToInputs(PROFILES.strict),
    standard: limitsToInputs(PROFILES.standard),
  },
  fields: LIMIT_NAMES.map((name) => ({
    name,
    label: LIMIT_FIELDS[name].label,
    rule: LIMIT_FIELDS[name].rule,
    unit: limitUnit(name),
    isText: LIMIT_FIELDS[name].kind === 'zone',
  })),
})

/** What an edit would change, in words; the same reading that saving goes by. */
function editOf(current: Limits, inputs: Readonly<Record<string, string>>): LimitEditView {
  const read = readLimitInputs(inputs)
  if (!read.isValid) return { problems: read.problems, changes: [], profile: null }
  const changes = compareLimits(current, read.limits).map(({ name, from, to, direction }) => ({
    name,
    label: LIMIT_FIELDS[name].label,
    from: limitText(name, from),
    to: limitText(name, to),
    direction,
  }))
  return { problems: [], changes, profile: profileOf(read.limits) }
}

/** The requests of the risk screen. Limits are read here and decided upon in the engine. */
export function createRiskHandlers(options: RiskHandlerOptions): Pick<DeskHandlers, RiskRequest> {
  const { state, enqueue, desktop } = options
  const limits = () => state().book.limits

  return {
    setInstrument: ({ coin, isOn }) => {
      if (!state().market.instruments.has(coin)) {
        const message = `The venue has no market ${coin}.`
        return { ok: false, error: { code: 'notPossible', message } }
      }
      enqueue({ kind: 'instrumentSwitched', coin, isOn })
      return done
    },
    getLimits: () => ({ ok: true, value: sheet(limits()) }),
    compareLimits: ({ inputs }) => ({ ok: true, value: editOf(limits(), inputs) }),
    setLimits: ({ inputs, typedWord }) => {
      const read = readLimitInputs(inputs)
      if (!read.isValid) {
        const message = `Not saved: ${read.problems.map(describeLimitProblem).join('; ')}.`
        return { ok: false, error: { code: 'invalidLimits', message } }
      }
      const isLoosened = compareLimits(limits(), read.limits).some(
        ({ direction }) => direction === 'loosened',
      )
      if (isLoosened && typedWord !== LOOSEN_WORD) {
        const message = `Not saved: this allows more than before. Type ${LOOSEN_WORD} to confirm it.`
        return { ok: false, error: { code: 'needsTypedWord', message } }
      }
      enqueue({ kind: 'limitsEdited', limits: read.limits, typedWord })
      return done
    },
    exportLimits: async () => {
      if (!desktop) return onlyDesktop
      try {
        const path = await desktop.saveFile('countersign-limits.json', toFile(limits()))
        return { ok: true, value: path }
      } catch (cause) {
        return unusable(`The limits were not saved. ${faultText(cause)}`)
      }
    },
    importLimits: async () => {
      if (!desktop) return onlyDesktop
      try {
        const file = await desktop.openFile()
        if (file === null) return { ok: true, value: null }
        const read = fromFile(file.text)
        if (typeof read === 'string') return unusable(`${file.path} was not taken. ${read}`)
        return { ok: true, value: limitsToInputs(read) }
      } catch (cause) {
        return unusable(`The limits were not read. ${faultText(cause)}`)
      }
    },
    setKillHotkey: ({ accelerator }) => {
      if (!desktop) return onlyDesktop
      if (desktop.setKillHotkey(accelerator)) return done
      const message = `The system does not give ${accelerator} to the desk: another program has it. Choose another one.`
      return { ok: false, error: { code: 'notAvailable', message } }
    },
  }
}
