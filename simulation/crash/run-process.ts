import type { ChildProcess, ForkOptions } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { DeskMessage, DeskOrders, DeskReport, ExchangeMessage } from './desk-messages.ts'

export interface ExchangeProcess {
  readonly url: string
  readonly wsUrl: string
  stop(): Promise<void>
}

/** A bundle needs no loader: without the one that this process was started with it is there sooner. */
const PLAIN = { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] } satisfies ForkOptions

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

/** `desks` accounts have money. */
export async function startExchangeProcess(
  script: string,
  desks: number,
): Promise<ExchangeProcess> {
  const child = fork(script, [String(desks)], PLAIN)
  const [message] = (await once(child, 'message')) as [ExchangeMessage]
  return { url: message.url, wsUrl: message.wsUrl, stop: () => end(child) }
}

/** How long a desk that took too long may take to say why. */
const EXPLAIN_MS = 500

/** How a desk process ended. */
export type DeskEnd =
  | { readonly how: 'killed' }
  | { readonly how: 'atRest'; readonly report: DeskReport }
  | { readonly how: 'failed'; readonly message: string }

export interface DeskRun {
  readonly end: DeskEnd
  /** Commits that the desk had told of: none of them may be missing from its file. */
  readonly eventsTold: number
}

export interface RunOptions {
  readonly script: string
  readonly orders: DeskOrders
  /** Killed from outside so long after the person could begin, wherever it is then. */
  readonly killAfterMs?: number
  readonly timeoutMs: number
}

/** Runs a desk until it is killed, at rest or failed; one that takes too long counts as failed. */
export async function runDesk(options: RunOptions): Promise<DeskRun> {
  const { script, orders, killAfterMs, timeoutMs } = options
  const child = fork(script, [JSON.stringify(orders)], PLAIN)
  let eventsTold = 0
  let told: Exclude<DeskEnd, { how: 'killed' }> | null = null
  let kill: NodeJS.Timeout | undefined
  child.on('message', (message: DeskMessage) => {
    if (message.type === 'ready') {
      if (killAfterMs !== undefined) kill = setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    } else if (message.type === 'committed') eventsTold += message.events.length
    else if (message.type === 'atRest') told = { how: 'atRest', report: message.report }
    else told = { how: 'failed', message: message.message }
  })
  const deadline = setTimeout(() => {
    told = { how: 'failed', message: `the desk was not at rest after ${timeoutMs} ms` }
    // It says why before it goes, where it still can.
    child.send('explain')
    setTimeout(() => child.kill('SIGKILL'), EXPLAIN_MS).unref()
  }, timeoutMs)
  await once(child, 'close')
  clearTimeout(deadline)
  clearTimeout(kill)
  if (told !== null) return { end: told, eventsTold }
  if (child.signalCode === 'SIGKILL') return { end: { how: 'killed' }, eventsTold }
  return { end: { how: 'failed', message: `exit code ${child.exitCode}` }, eventsTold }
}
