// What the layer rules must refuse and what they must let pass. Read by canary.mjs.

const IMPORTS = 'lint/style/noRestrictedImports'
const GLOBALS = 'lint/style/noRestrictedGlobals'
const adapters = ['store', 'signer', 'venues/hyperliquid', 'paper-exchange']

const upFrom = (folder) => '../'.repeat(folder.split('/').length)
const planted = (expression) => `export const planted = ${expression}\n`

const refusedImports = (folder, sources) =>
  sources.map((source) => ({ folder, code: `import '${source}'\n`, rule: IMPORTS }))

const refusedGlobals = (folder, expressions) =>
  expressions.map((expression) => ({ folder, code: planted(expression), rule: GLOBALS }))

const adaptersApart = adapters.flatMap((from) =>
  refusedImports(
    `src/main/${from}`,
    adapters.filter((to) => to !== from).map((to) => `${upFrom(from)}${to}/planted.ts`),
  ),
)

const upwardFromMain = [...adapters, 'runtime', 'records', 'watch', 'workers'].flatMap((folder) => {
  const up = upFrom(folder)
  return refusedImports(`src/main/${folder}`, [
    `${up}app/compose.ts`,
    `${up}ipc/handlers.ts`,
    `${up}../renderer/main.tsx`,
    `${up}../cli/index.ts`,
    'electron',
    'react',
  ])
})

const joinedOutsideCompose = ['runtime', 'ipc', 'records', 'watch', 'app'].flatMap((folder) =>
  refusedImports(
    `src/main/${folder}`,
    adapters.map((adapter) => `../${adapter}/planted.ts`),
  ),
)

/** One line of code in a folder, and the rule of the lint that must object to it. */
export const refusedByLint = [
  ...refusedImports('src/core/money', [
    'node:fs',
    'zod',
    'electron',
    '#core/money/amount.ts',
    '../../main/index.ts',
    '../../contract/desk-api.ts',
  ]),
  ...refusedGlobals('src/core/engine', [
    'Date.now()',
    'performance.now()',
    'setTimeout(String, 1)',
    'queueMicrotask(String)',
    'process.pid',
    'Buffer.alloc(1)',
    'crypto.randomUUID()',
    "fetch('planted')",
    'console.log(1)',
    'globalThis.name',
  ]),
  { folder: 'src/core/risk', code: planted('Math.random()'), rule: 'plugin' },
  { folder: 'src/core/risk', code: planted("Math['random']()"), rule: 'plugin' },
  { folder: 'src/core/risk', code: 'export const { random } = Math\n', rule: 'plugin' },
  ...refusedImports('src/contract', [
    'node:fs',
    'electron',
    'react',
    '../main/index.ts',
    '../core/money/amount.ts',
  ]),
  ...adaptersApart,
  ...upwardFromMain,
  ...joinedOutsideCompose,
  ...refusedImports('src/main/ipc', ['../app/compose.ts']),
  ...refusedImports('src/main/app', ['../../renderer/main.tsx', '../../cli/index.ts']),
  ...refusedImports('src/cli', [
    'electron',
    '../renderer/main.tsx',
    '../preload/index.ts',
    'react',
  ]),
  ...refusedImports('simulation', ['electron', '../src/renderer/main.tsx', 'react']),
  ...refusedImports('src/preload', [
    'node:fs',
    'react',
    '#core/money/amount.ts',
    '../main/index.ts',
  ]),
  ...refusedImports('src/renderer/features/desk', [
    'electron',
    'node:fs',
    '#core/risk/check-order.ts',
    '#core/engine/advance.ts',
    '../../../main/index.ts',
    '../../../core/risk/check-order.ts',
    '../orders/OrdersTable.tsx',
    '../../features/orders/OrdersTable.tsx',
    '../../app/Shell.tsx',
  ]),
  ...refusedImports('src/renderer/ui', [
    '../features/desk/DeskScreen.tsx',
    '#contract/desk-api.ts',
    '../state/desk-store.ts',
    '../app/Shell.tsx',
  ]),
  ...refusedImports('src/renderer/state', [
    '../features/desk/DeskScreen.tsx',
    '../ui/Button.tsx',
    '../app/Shell.tsx',
  ]),
]

/** Code that no rule may object to; without it the canary could not tell a rule from a wall. */
export const allowedByLint = [
  { folder: 'src/core/engine', sources: ['../money/amount.ts', './planted.ts'] },
  { folder: 'src/contract', sources: ['zod', '#core/money/amount.ts', './planted.ts'] },
  {
    folder: 'src/main/store',
    sources: ['better-sqlite3', '#core/money/amount.ts', '../runtime/clock.ts', './planted.ts'],
  },
  { folder: 'src/main/app', sources: ['electron', '../runtime/clock.ts'] },
  {
    folder: 'src/cli/commands',
    sources: [
      '../../main/store/planted.ts',
      '../../main/signer/planted.ts',
      '#core/money/amount.ts',
    ],
  },
  {
    folder: 'simulation/crash',
    sources: ['../../src/main/store/planted.ts', '#core/money/amount.ts'],
  },
  { folder: 'src/preload', sources: ['electron', 'zod', '#contract/desk-api.ts'] },
  {
    folder: 'src/renderer/features/desk',
    sources: [
      'react',
      '#contract/desk-api.ts',
      '#core/money/amount.ts',
      '#core/model/side.ts',
      '../../ui/Button.tsx',
      '../../state/desk-store.ts',
      './DeskScreen.tsx',
    ],
  },
  { folder: 'src/renderer/app', sources: ['../features/desk/DeskScreen.tsx', '../ui/Button.tsx'] },
]

/** What the compiler must refuse: the types of another platform, and files of a layer not referenced. */
export const refusedByCompiler = [
  { folder: 'src/core/money', code: planted('process.version') },
  { folder: 'src/core/money', code: planted('document.title') },
  { folder: 'src/core/money', code: "export { systemClock } from '../../main/runtime/clock.ts'\n" },
  { folder: 'src/contract', code: planted('process.version') },
  { folder: 'src/contract', code: "export { systemClock } from '../main/runtime/clock.ts'\n" },
  { folder: 'src/main/runtime', code: planted('document.title') },
  { folder: 'src/preload', code: "export { systemClock } from '../main/runtime/clock.ts'\n" },
  { folder: 'src/renderer', code: planted('process.version') },
  { folder: 'src/renderer', code: "export { systemClock } from '../main/runtime/clock.ts'\n" },
]
