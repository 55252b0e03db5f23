/**
 * Builds the screen over fixtures and photographs it in a real browser:
 *   npx tsx src/renderer/dev/shots.test-support.ts [OUT] [--only PATTERN]
 * every screen × state × theme × size, then tickets, dialogs and steps one by one. Fails when a
 * picture is too wide, the content policy was broken, the console complained or axe found something.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import react from '@vitejs/plugin-react'
import type { Browser, Page } from 'playwright'
import { chromium } from 'playwright'
import { build } from 'vite'
import type { Shot, Size } from './shot-list.test-support.ts'
import { detailShots, screenShots } from './shot-list.test-support.ts'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'none'; require-trusted-types-for 'script'"
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

const SETTLE_MS = 250
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds, one line each. */
async function accessibility(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).setLegacyMode(true).withTags(WCAG).analyze()
  return result.violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `axe ${violation.id} at ${node.target.join(' ')}: ${node.failureSummary ?? ''}`,
    ),
  )
}

async function buildPreview(out: string): Promise<void> {
  const root = resolve('src/renderer')
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: out,
      emptyOutDir: true,
      target: 'chrome130',
      assetsInlineLimit: 0,
      cssCodeSplit: false,
      modulePreload: { polyfill: false },
      rollupOptions: { input: join(root, 'dev/preview.html') },
    },
  })
}

function serve(folder: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    try {
      const body = readFileSync(join(folder, path))
      response.writeHead(200, {
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': POLICY,
      })
      response.end(body)
    } catch {
      response.writeHead(path === '/favicon.ico' ? 204 : 404)
      response.end()
    }
  })
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      done({ url: `http://127.0.0.1:${port}`, close: () => server.close() })
    })
  })
}

/** What is on the page now in some sizes; axe looks at the smallest. */
async function inSizes(page: Page, name: string, sizes: readonly Size[], out: string) {
  const complaints: string[] = []
  for (const [index, [width, height]] of sizes.entries()) {
    const picture = `${name}-${width}x${height}`
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(SETTLE_MS)
    const wide = await page.evaluate(() => document.body.scrollWidth - window.innerWidth)
    if (wide > 0) complaints.push(`${picture}: ${wide} px too wide`)
    if (index === 0) {
      complaints.push(...(await accessibility(page)).map((text) => `${picture}: ${text}`))
    }
    await page.screenshot({ path: join(out, `${picture}.png`) })
  }
  return complaints
}

/** Opens the page, brings it where it shall be, and takes its pictures. Returns complaints. */
async function photograph(browser: Browser, url: string, out: string, shot: Shot) {
  const complaints: string[] = []
  const [width, height] = shot.sizes[0] ?? [1280, 800]
  const page = await browser.newPage({ reducedMotion: 'reduce', viewport: { width, height } })
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => complaints.push(`${shot.name}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${shot.name}: ${message.text()}`)
  })
  await page.goto(`${url}/dev/preview.html?${shot.query}`)
  await page.evaluate(() => document.fonts.ready)
  try {
    await page.locator('.desk').waitFor()
    await shot.act?.(page)
    complaints.push(...(await inSizes(page, shot.name, shot.sizes, out)))
  } catch (cause) {
    complaints.push(`${shot.name}: ${cause instanceof Error ? cause.message : 'failed'}`)
  }
  await page.close()
  return complaints
}

async function main(): Promise<number> {
  const given = process.argv[2]?.startsWith('--') === false ? process.argv[2] : '/tmp/shots'
  const out = resolve(given)
  const only = process.argv.includes('--only')
    ? new RegExp(process.argv[process.argv.indexOf('--only') + 1] ?? '')
    : /./
  const folder = join(out, `.preview-${process.pid}`)
  mkdirSync(out, { recursive: true })
  await buildPreview(folder)
  const { url, close } = await serve(folder)
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--force-color-profile=srgb'],
  })
  const complaints: string[] = []
  const chosen = [...screenShots(), ...detailShots()].filter(({ name }) => only.test(name))
  for (const shot of chosen) {
    complaints.push(...(await photograph(browser, url, out, shot)))
    process.stdout.write(`${shot.name}\n`)
  }
  await browser.close()
  close()
  rmSync(folder, { recursive: true, force: true })
  for (const complaint of new Set(complaints)) process.stdout.write(`! ${complaint}\n`)
  process.stdout.write(`${chosen.length} views in shots, ${complaints.length} complaints\n`)
  return complaints.length === 0 ? 0 : 1
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (cause: unknown) => {
    process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`)
    process.exitCode = 1
  },
)
