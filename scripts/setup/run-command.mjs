import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the project: every script works from there. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** The path of a package's program, run with `node`. */
export const programOf = (...segments) => join(projectRoot, 'node_modules', ...segments)

/**
 * Runs a program from the project's root and waits for it.
 *
 * @param options `env` is added to the environment; `quiet` collects the output instead of showing
 *   it; `timeoutMs` ends the program when it takes longer.
 * @returns `code` (null when ended by a signal or never started), `output` (only when quiet),
 *   `timedOut`, and `cause` when the program could not be started.
 */
export function runCommand(command, args, options = {}) {
  const { env = {}, quiet = false, timeoutMs, cwd = projectRoot } = options
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    })
    let output = ''
    let timedOut = false
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    }
    const timer = timeoutMs
      ? setTimeout(() => {
          timedOut = true
          child.kill('SIGKILL')
        }, timeoutMs)
      : undefined
    const forward = (signal) => child.kill(signal)
    process.on('SIGINT', forward)
    process.on('SIGTERM', forward)
    const finish = (result) => {
      clearTimeout(timer)
      process.off('SIGINT', forward)
      process.off('SIGTERM', forward)
      resolve({ output, timedOut, ...result })
    }
    child.once('error', (cause) => finish({ code: null, cause }))
    child.once('close', (code) => finish({ code }))
  })
}

/** Runs one of the project's JavaScript programs with this Node. */
export const runNode = (script, args = [], options = {}) =>
  runCommand(process.execPath, [script, ...args], options)
