// A Debian package of a packaged folder, made with dpkg-deb alone: nothing is downloaded.
import {
  cpSync,
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
import { PlainFailure } from './plain-failure.mjs'
import { projectRoot, runCommand } from './run-command.mjs'

const HOME = '/opt/Countersign'
const MINUTES_MAX = 5

/** Either name: Debian 13 and Ubuntu 24.04 renamed some. */
const depends = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libasound2 | libasound2t64',
  'libgbm1',
  'libusb-1.0-0',
]

const desktopEntry = `[Desktop Entry]
Name=Countersign
Comment=A trading desk whose orders only your Ledger can sign
Exec=${HOME}/countersign %U
Terminal=false
Type=Application
Icon=countersign
Categories=Finance;Office;
`

/** Chromium's helper for its sandbox serves systems where users may not make namespaces. */
const afterInstall = `#!/bin/sh
set -e
if [ "$1" = configure ]; then
  chown root:root "$DPKG_ROOT${HOME}/chrome-sandbox"
  chmod 4755 "$DPKG_ROOT${HOME}/chrome-sandbox"
  if [ -z "$DPKG_ROOT" ] && command -v udevadm >/dev/null; then udevadm control --reload-rules || true; fi
fi
`

function control(version, kilobytes) {
  return `Package: countersign
Version: ${version}
Architecture: amd64
Maintainer: The Countersign authors <root@localhost>
Installed-Size: ${kilobytes}
Depends: ${depends.join(', ')}
Section: misc
Priority: optional
Description: A trading desk whose orders only your Ledger can sign
 It proposes trades, explains each in a sentence, and sends none that adds risk before it was
 approved on the screen and on a Ledger.
`
}

function lay(stage, folder) {
  const make = (path) => mkdirSync(join(stage, path), { recursive: true, mode: 0o755 })
  for (const path of ['DEBIAN', 'opt', 'usr/bin', 'usr/share/applications', 'lib/udev/rules.d']) {
    make(path)
  }
  cpSync(folder, join(stage, HOME), { recursive: true, verbatimSymlinks: true })
  symlinkSync(`${HOME}/countersign`, join(stage, 'usr/bin/countersign'))
  writeFileSync(join(stage, 'usr/share/applications/countersign.desktop'), desktopEntry)
  const rules = '20-countersign-ledger.rules'
  cpSync(join(projectRoot, 'resources/linux', rules), join(stage, 'lib/udev/rules.d', rules))
  for (const icon of readdirSync(join(projectRoot, 'resources/icons'))) {
    const size = icon.replace('.png', '')
    make(`usr/share/icons/hicolor/${size}/apps`)
    cpSync(
      join(projectRoot, 'resources/icons', icon),
      join(stage, `usr/share/icons/hicolor/${size}/apps/countersign.png`),
    )
  }
}

async function kilobytesOf(folder) {
  const { output } = await runCommand('du', ['-sk', folder], { quiet: true })
  return Number.parseInt(output, 10)
}

/** @returns the path of the .deb that installs `folder` (a linux-unpacked) to /opt/Countersign. */
export async function packageDeb(folder) {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
  const target = join(projectRoot, `dist/countersign_${version}_amd64.deb`)
  const stage = mkdtempSync(join(tmpdir(), 'countersign-deb-'))
  try {
    lay(stage, folder)
    writeFileSync(join(stage, 'DEBIAN/control'), control(version, await kilobytesOf(stage)))
    writeFileSync(join(stage, 'DEBIAN/postinst'), afterInstall, { mode: 0o755 })
    const modes = ['-R', 'u=rwX,go=rX', stage]
    await runCommand('chmod', modes, { quiet: true })
    const words = ['--root-owner-group', '-Zgzip', '-z1', '--build', stage, target]
    const { code, output } = await runCommand('dpkg-deb', words, {
      quiet: true,
      timeoutMs: MINUTES_MAX * 60_000,
    })
    if (code === 0) return target
    throw new PlainFailure(`dpkg-deb failed: ${output.trim().slice(-600)}`)
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}
