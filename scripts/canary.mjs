// Proves that the layer rules bite: in a copy of the sources, one forbidden line in every layer must
// be refused and the allowed neighbours beside it must pass. The copy keeps the working tree clean,
// whatever happens half-way.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allowedByLint, refusedByCompiler, refusedByLint } from './canary-cases.mjs'
import { PlainFailure, runScript } from './setup/plain-failure.mjs'
import { programOf, projectRoot, runNode } from './setup/run-command.mjs'

const copied = [
  'package.json',
  'biome.json',
  'tsconfig.base.json',
  'src/core',
  'src/contract',
  'src/main',
  'src/preload',
  'src/renderer',
  'src/cli',
  'scripts/lint',
]

function copyProject() {
  const copy = mkdtempSync(join(tmpdir(), 'countersign-canary-'))
  for (const path of copied) cpSync(join(projectRoot, path), join(copy, path), { recursive: true })
  symlinkSync(join(projectRoot, 'node_modules'), join(copy, 'node_modules'))
  const biome = JSON.parse(readFileSync(join(copy, 'biome.json'), 'utf8'))
  writeFileSync(join(copy, 'biome.json'), JSON.stringify({ ...biome, vcs: { enabled: false } }))
  return copy
}

function plant(copy, folder, name, code) {
  mkdirSync(join(copy, folder), { recursive: true })
  writeFileSync(join(copy, folder, name), code)
  return `${folder}/${name}`
}

/** @returns a map from planted file to the categories of what the lint said about it. */
async function lint(copy, files) {
  const program = programOf('@biomejs', 'biome', 'bin', 'biome')
  const report = join(copy, 'report.json')
  const flags = ['--reporter=json', `--reporter-file=${report}`, '--max-diagnostics=none']
  const { output } = await runNode(program, ['lint', ...flags, ...files], {
    cwd: copy,
    quiet: true,
  })
  if (!existsSync(report)) throw new Error(`canary: the lint gave no report\n${output}`)
  const found = new Map(files.map((file) => [file, []]))
  for (const { category, location } of JSON.parse(readFileSync(report, 'utf8')).diagnostics) {
    found.get(location?.path?.file ?? location?.path)?.push(category)
  }
  return found
}

async function lintCanaries(copy) {
  const refused = refusedByLint.map((entry, index) => ({
    ...entry,
    file: plant(copy, entry.folder, `planted-${index}.ts`, entry.code),
  }))
  const allowed = allowedByLint.map(({ folder, sources }) => ({
    file: plant(
      copy,
      folder,
      'allowed.ts',
      sources.map((source) => `import '${source}'\n`).join(''),
    ),
  }))
  const circle = [
    plant(
      copy,
      'src/core/model',
      'circle-a.ts',
      "import { b } from './circle-b.ts'\nexport const a = () => b\n",
    ),
    plant(
      copy,
      'src/core/model',
      'circle-b.ts',
      "import { a } from './circle-a.ts'\nexport const b = () => a\n",
    ),
  ]
  const files = [...refused, ...allowed].map(({ file }) => file)
  const found = await lint(copy, [...files, ...circle])
  for (const file of [...files, ...circle]) rmSync(join(copy, file))
  return [
    ...refused
      .filter(({ file, rule }) => !found.get(file).includes(rule))
      .map(({ folder, code }) => `the lint lets pass in ${folder}: ${code.trim()}`),
    ...allowed
      .filter(({ file }) => found.get(file).some((category) => /restricted/i.test(category)))
      .map(({ file }) => `the lint refuses allowed imports in ${file}`),
    ...(circle.some((file) => found.get(file).includes('lint/suspicious/noImportCycles'))
      ? []
      : ['the lint lets an import cycle pass']),
  ]
}

/** Every line is compiled in one go, each in a file of its own, by the project of its layer. */
async function compilerCanaries(copy) {
  const planted = refusedByCompiler.map((entry, index) => ({
    ...entry,
    file: plant(copy, entry.folder, `foreign-${index}.ts`, entry.code),
  }))
  const projects = ['core', 'contract', 'main', 'preload', 'renderer'].map(
    (layer) => `src/${layer}`,
  )
  const compiler = programOf('typescript', 'bin', 'tsc')
  const { output } = await runNode(compiler, ['-b', '--pretty', 'false', ...projects], {
    cwd: copy,
    quiet: true,
  })
  return planted
    .filter(({ file }) => !output.includes(`${file}(`))
    .map(({ folder, code }) => `the compiler lets pass in ${folder}: ${code.trim()}`)
}

/** A new feature folder must be named in biome.json, or its neighbours could import it. */
function unknownFeatures() {
  const folder = join(projectRoot, 'src/renderer/features')
  if (!existsSync(folder)) return []
  const rules = readFileSync(join(projectRoot, 'biome.json'), 'utf8')
  return readdirSync(folder)
    .filter((feature) => !rules.includes(`"../${feature}/**"`))
    .map((feature) => `biome.json does not keep the feature "${feature}" apart from the others`)
}

/** @returns true when every canary was caught; otherwise says which were not. */
export async function plantCanaries() {
  const copy = copyProject()
  try {
    const complaints = [...unknownFeatures(), ...(await lintCanaries(copy))]
    complaints.push(...(await compilerCanaries(copy)))
    for (const complaint of complaints) console.error(`canary: ${complaint}`)
    return complaints.length === 0
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await runScript(async () => {
    if (!(await plantCanaries())) throw new PlainFailure('canary: a layer rule does not bite.')
    console.log('canary: every forbidden line was caught')
  })
}
