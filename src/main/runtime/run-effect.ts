import type {
  Effect,
  PrepareAction,
  SignAction,
  SignResume,
  SubmitAction,
} from '#core/engine/effects.ts'
import type { InputBody } from '#core/engine/inputs.ts'
import { assertNever } from '#core/model/assert-never.ts'
import type { Clock } from './clock.ts'
import type { OutboxRow, SignerPort, StorePort, VenuePort } from './ports.ts'

/** A second look at the account waits, so that fills on their way can arrive first. */
const SECOND_LOOK_MS = 6_000

export interface EffectRunnerOptions {
  readonly venue: VenuePort
  readonly signer: SignerPort
  readonly store: StorePort
  readonly clock: Clock
  /** Wipes the session key; absent where there is none. */
  readonly dropSession?: () => void
  readonly enqueue: (body: InputBody) => void
  readonly log: (message: string, cause: unknown) => void
}

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown))

/**
 * Runs what the engine decided, after it was committed. Every result, good or bad, comes back as an
 * input; nothing here decides anything.
 */
export function createEffectRunner(options: EffectRunnerOptions): (row: OutboxRow) => void {
  const { venue, signer, store, clock, enqueue, log } = options

  const prepare = (effect: PrepareAction): InputBody => {
    const { ticketId, attempt } = effect
    try {
      const prepared = venue.prepare(effect.terms, effect.nonce, effect.expiresAfterMs)
      const actionHex = Buffer.from(prepared.actionBytes).toString('hex')
      return {
        kind: 'actionPrepared',
        ticketId,
        attempt,
        connectionId: prepared.connectionId,
        actionHex,
      }
    } catch (thrown) {
      return {
        kind: 'signingFailed',
        ticketId,
        attempt,
        code: 'driverFault',
        message: `The order could not be prepared: ${asError(thrown).message}`,
      }
    }
  }

  const sign = async (effect: SignAction): Promise<InputBody> => {
    const { ticketId, attempt } = effect
    const outcome = await signer.sign(effect)
    if (!outcome.ok) {
      return {
        kind: 'signingFailed',
        ticketId,
        attempt,
        code: outcome.code,
        message: outcome.message,
      }
    }
    const { signature, recoveredAddress, connectionId } = outcome
    return {
      kind: 'signatureReturned',
      ticketId,
      attempt,
      signature,
      recoveredAddress,
      connectionId,
    }
  }

  const signResume = async (effect: SignResume): Promise<InputBody> => {
    const { requestId, account, reason, tsMs } = effect
    const signed = await signer.signStatement(requestId, { kind: 'resume', account, reason, tsMs })
    if (!signed.ok) {
      return {
        kind: 'resumeAnswered',
        requestId,
        outcome: { ok: false, message: signed.message },
      }
    }
    const { signature, recoveredAddress } = signed
    return {
      kind: 'resumeAnswered',
      requestId,
      outcome: { ok: true, signature, recoveredAddress },
    }
  }

  const submit = (effect: SubmitAction): Promise<InputBody> => venue.submit(effect)

  const finish = (row: OutboxRow, result: Promise<InputBody>): void => {
    result.then(
      (body) => {
        enqueue(body)
        store.settle(row.id)
      },
      (thrown: unknown) => {
        // A read that failed: the heartbeat asks again; nothing was sent.
        log(`effect ${row.effect.kind} failed`, thrown)
        store.settle(row.id)
      },
    )
  }

  /** One second look serves everybody who asked for it. */
  let isLookPlanned = false
  const observe = (
    row: OutboxRow,
    cause: Extract<Effect, { kind: 'observeAccount' }>['cause'],
  ): void => {
    if (cause !== 'asked') {
      finish(row, venue.observeAccount(cause))
      return
    }
    if (isLookPlanned) {
      store.settle(row.id)
      return
    }
    isLookPlanned = true
    clock.setTimer(SECOND_LOOK_MS, () => {
      isLookPlanned = false
      finish(row, venue.observeAccount(cause))
    })
  }

  return (row) => {
    const { effect } = row
    switch (effect.kind) {
      case 'prepareAction':
        enqueue(prepare(effect))
        store.settle(row.id)
        return
      case 'signAction':
        finish(row, sign(effect))
        return
      case 'submitAction':
        finish(row, submit(effect))
        return
      case 'lookUpOrder':
        finish(row, venue.lookUpOrder(effect.clientOrderId))
        return
      case 'observeAccount':
        observe(row, effect.cause)
        return
      case 'signResume':
        finish(row, signResume(effect))
        return
      case 'cancelSigning':
        signer.cancel(effect.ticketId, effect.attempt)
        store.settle(row.id)
        return
      case 'dropSession':
        options.dropSession?.()
        store.settle(row.id)
        return
      default:
        assertNever(effect)
    }
  }
}
