/** Chromium's and Electron's own switches, by how they begin; Playwright and people use them. */
const foreignPrefixes = [
  'disable-',
  'enable-',
  'force-',
  'gtk-version',
  'headless',
  'inspect',
  'js-flags',
  'lang',
  'log-',
  'no-sandbox',
  'ozone-platform',
  'password-store',
  'remote-debugging-',
  'use-gl',
  'use-angle',
  'v=',
  'vmodule',
]

/** Those that let another program look into the desk or drive it. */
const debuggingPrefixes = ['inspect', 'remote-debugging-', 'js-flags', 'disable-web-security']

/** Those that take a wall away from around the window. */
const weakeningPrefixes = [
  'no-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp',
  'disable-gpu-sandbox',
  'disable-site-isolation',
  'disable-features',
  'enable-features',
  'enable-blink-features',
  'disable-blink-features',
]

export interface SwitchWords {
  readonly values: Readonly<Record<string, string>>
  /** The first switch that opens the desk to a debugger. */
  readonly debugging: string | null
  /** The first switch that makes the window less confined. */
  readonly weakening: string | null
  /** One sentence about the first word that cannot be understood. */
  readonly complaint: string | null
}

/**
 * Splits `--name value` and `--name=value`.
 *
 * @param known the names that take a value; `flags` of them take none and get the empty text.
 */
export function splitWords(
  words: readonly string[],
  known: readonly string[],
  flags: readonly string[],
): SwitchWords {
  const values: Record<string, string> = {}
  let debugging: string | null = null
  let weakening: string | null = null
  const stop = (complaint: string): SwitchWords => ({ values, debugging, weakening, complaint })
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    if (!word.startsWith('--')) {
      return stop(`"${word}" is not understood: every switch begins with --, see --help.`)
    }
    const equals = word.indexOf('=')
    const name = word.slice(2, equals < 0 ? undefined : equals)
    if (!known.includes(name)) {
      if (!foreignPrefixes.some((prefix) => word.startsWith(prefix, 2))) {
        return stop(`--${name} is not a switch of Countersign: --help lists them.`)
      }
      if (debuggingPrefixes.some((prefix) => name.startsWith(prefix))) debugging ??= `--${name}`
      if (weakeningPrefixes.some((prefix) => name.startsWith(prefix))) weakening ??= `--${name}`
      continue
    }
    if (name in values) return stop(`--${name} is given twice: give it once.`)
    if (flags.includes(name)) {
      if (equals >= 0) return stop(`--${name} takes no value.`)
      values[name] = ''
      continue
    }
    const value = equals < 0 ? words[index + 1] : word.slice(equals + 1)
    if (value === undefined || (equals < 0 && value.startsWith('--'))) {
      return stop(`--${name} needs a value: --help shows which.`)
    }
    if (equals < 0) index += 1
    values[name] = value
  }
  return { values, debugging, weakening, complaint: null }
}
