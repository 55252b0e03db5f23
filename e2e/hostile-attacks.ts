/** What a hostile page does, each in the page itself; a wall that holds leaves nothing behind. */

interface BaitAddress {
  readonly host: string
  readonly udpPort: number
}

/** Every element and call that loads something; answers with those that did. */
export async function loadRemote({ host, udpPort }: BaitAddress): Promise<string[]> {
  const got: string[] = []
  const url = `http://${host}/bait`
  const settled: Promise<void>[] = []
  const element = (tag: string, attribute: string, value: string, extra: string[] = []) => {
    const made = document.createElement(tag)
    for (const word of extra) {
      const [name = '', text = ''] = word.split('=')
      made.setAttribute(name, text)
    }
    settled.push(
      new Promise((resolve) => {
        made.addEventListener('load', () => {
          // a frame that was refused loads an error page of nobody's origin
          if (tag !== 'iframe' && tag !== 'object' && tag !== 'embed') got.push(`${tag} ${value}`)
          resolve()
        })
        made.addEventListener('error', () => resolve())
        setTimeout(resolve, 500)
      }),
    )
    try {
      made.setAttribute(attribute, value)
      document.body.append(made)
    } catch {
      // Trusted Types refuse the text already
    }
  }
  for (const target of [url, url.replace('http:', 'https:'), 'http://countersign.example/bait']) {
    element('script', 'src', target)
    element('script', 'src', target, ['type=module'])
    element('img', 'src', target)
    element('video', 'src', target)
    element('audio', 'src', target)
    element('iframe', 'src', target)
    element('embed', 'src', target)
    element('object', 'data', target)
    element('link', 'href', target, ['rel=stylesheet'])
    element('link', 'href', target, ['rel=prefetch'])
    element('link', 'href', target, ['rel=preconnect'])
    element('link', 'href', target, ['rel=dns-prefetch'])
    element('link', 'href', target, ['rel=modulepreload'])
    element('link', 'href', target, ['rel=manifest'])
    const call = (name: string, work: () => Promise<unknown>) =>
      settled.push(
        work().then(
          () => void got.push(name),
          () => undefined,
        ),
      )
    call('fetch', () => fetch(target, { mode: 'no-cors' }))
    call('import', () => import(target))
    call('socket', () => openSocket(target.replace('http', 'ws')))
    call('events', () => openEvents(target))
    call('request', () => sendRequest(target))
    try {
      navigator.sendBeacon(target, 'bait')
    } catch {
      got.length += 0
    }
  }
  const style = document.createElement('div')
  style.style.backgroundImage = `url(${url})`
  document.body.append(style)
  settled.push(gatherCandidates())
  await Promise.all(settled)
  return got

  function openSocket(target: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(target)
      socket.onopen = () => resolve()
      socket.onerror = reject
    })
  }
  function openEvents(target: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const events = new EventSource(target)
      events.onopen = () => resolve()
      events.onerror = reject
    })
  }
  function sendRequest(target: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open('GET', target)
      request.onload = () => resolve()
      request.onerror = reject
      request.send()
    })
  }
  /** WebRTC is in no content policy: its datagrams are kept in by the policy for addresses. */
  async function gatherCandidates(): Promise<void> {
    const servers = [{ urls: `stun:127.0.0.1:${udpPort}` }]
    const peer = new RTCPeerConnection({ iceServers: servers })
    const done = new Promise<void>((resolve) => {
      peer.onicegatheringstatechange = () => {
        if (peer.iceGatheringState === 'complete') resolve()
      }
      setTimeout(resolve, 1000)
    })
    peer.createDataChannel('bait')
    await peer.setLocalDescription(await peer.createOffer())
    await done
    peer.close()
  }
}

/** Code from text, in every way there is; answers with those that ran. */
export async function runText(): Promise<string[]> {
  // a test's own call may use eval as long as it is on the stack; a page may not
  await new Promise((resolve) => setTimeout(resolve, 0))
  const ran: string[] = []
  const hostile = globalThis as unknown as { ran: (how: string) => void }
  hostile.ran = (how) => void ran.push(how)
  const attempts: [string, () => unknown][] = [
    // biome-ignore lint/security/noGlobalEval: that it is refused is what is tested
    ['eval', () => globalThis.eval('ran("eval")')],
    ['Function', () => new Function('ran("Function")')()],
    ['setTimeout', () => setTimeout('ran("setTimeout")' as never, 0)],
    [
      'inline script',
      () => {
        const script = document.createElement('script')
        script.text = 'ran("inline script")'
        document.body.append(script)
      },
    ],
    [
      'handler in an attribute',
      () => {
        const image = document.createElement('img')
        image.setAttribute('onerror', 'ran("handler in an attribute")')
        image.setAttribute('src', 'missing.png')
        document.body.append(image)
      },
    ],
    [
      'innerHTML',
      () => {
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\'ran("innerHTML")\'>')
      },
    ],
    ['document.write', () => document.write('<script>ran("document.write")</script>')],
    [
      'javascript: address',
      () => {
        location.href = 'javascript:ran("javascript: address")'
      },
    ],
    [
      'javascript: link',
      () => {
        const link = document.createElement('a')
        link.href = 'javascript:ran("javascript: link")'
        document.body.append(link)
        link.click()
      },
    ],
    [
      'data: script',
      () => {
        const script = document.createElement('script')
        script.src = 'data:text/javascript,ran("data: script")'
        document.body.append(script)
      },
    ],
    [
      'blob: script',
      () => {
        const script = document.createElement('script')
        script.src = URL.createObjectURL(new Blob(['ran("blob: script")']))
        document.body.append(script)
      },
    ],
    ['blob: worker', () => new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])))],
    ['shared worker', () => new SharedWorker('data:text/javascript,1')],
    [
      'srcdoc',
      () => {
        const frame = document.createElement('iframe')
        frame.srcdoc = '<script>parent.ran("srcdoc")</script>'
        document.body.append(frame)
      },
    ],
    [
      'javascript: frame',
      () => {
        const frame = document.createElement('iframe')
        frame.src = 'javascript:parent.ran("javascript: frame")'
        document.body.append(frame)
      },
    ],
    [
      'a policy of its own for Trusted Types',
      () => {
        const { trustedTypes } = globalThis as unknown as {
          trustedTypes: {
            createPolicy(name: string, rules: object): { createScript(t: string): string }
          }
        }
        const made = trustedTypes.createPolicy('hostile', { createScript: (text: string) => text })
        const script = document.createElement('script')
        script.text = made.createScript('ran("policy")')
        document.body.append(script)
      },
    ],
  ]
  for (const [, attempt] of attempts) {
    try {
      attempt()
    } catch {
      // refused at once, as it should be
    }
  }
  const wasm = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
  await WebAssembly.compile(wasm).then(
    () => ran.push('WebAssembly'),
    () => undefined,
  )
  await navigator.serviceWorker?.register('app://desk/worker.js').then(
    () => ran.push('service worker'),
    () => undefined,
  )
  await new Promise((resolve) => setTimeout(resolve, 300))
  return ran
}

/** Asks for every permission and device; answers with those that were given. */
export async function askForEverything(): Promise<string[]> {
  const given: string[] = []
  const patience = <Value>(work: Promise<Value>): Promise<Value> =>
    Promise.race([
      work,
      new Promise<Value>((_resolve, reject) => setTimeout(() => reject(new Error('late')), 1500)),
    ])
  const loose = navigator as unknown as Record<
    string,
    Record<string, (...words: unknown[]) => Promise<unknown>> | undefined
  >
  const call = (holder: string, name: string, ...words: unknown[]) => {
    const owner = loose[holder]
    const method = owner?.[name]
    if (owner === undefined || method === undefined) return Promise.reject(new Error('absent'))
    return method.apply(owner, words)
  }
  const attempts: Record<string, () => Promise<unknown>> = {
    geolocation: () =>
      new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
    camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
    microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
    screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
    'clipboard reading': () => navigator.clipboard.readText(),
    midi: () => navigator.requestMIDIAccess({ sysex: true }),
    usb: () => call('usb', 'requestDevice', { filters: [] }),
    hid: () => call('hid', 'requestDevice', { filters: [] }),
    serial: () => call('serial', 'requestPort'),
    bluetooth: () => call('bluetooth', 'requestDevice', { acceptAllDevices: true }),
    'wake lock': () => call('wakeLock', 'request', 'screen'),
    'persistent storage': async () => {
      if (!(await navigator.storage.persist())) throw new Error('refused')
    },
    'pointer lock': () =>
      new Promise((resolve, reject) => {
        document.addEventListener('pointerlockchange', resolve)
        document.addEventListener('pointerlockerror', reject)
        Promise.resolve(document.body.requestPointerLock()).catch(reject)
      }),
    fullscreen: () => document.body.requestFullscreen(),
    notifications: async () => {
      if ((await Notification.requestPermission()) !== 'granted') throw new Error('refused')
    },
    'local fonts': async () => {
      const { queryLocalFonts } = globalThis as unknown as {
        queryLocalFonts(): Promise<readonly unknown[]>
      }
      if ((await queryLocalFonts()).length === 0) throw new Error('refused')
    },
    'a file': () =>
      (globalThis as unknown as { showOpenFilePicker(): Promise<unknown> }).showOpenFilePicker(),
    'idle detection': () =>
      (
        globalThis as unknown as { IdleDetector: { requestPermission(): Promise<string> } }
      ).IdleDetector.requestPermission().then((answer) => {
        if (answer !== 'granted') throw new Error('refused')
      }),
  }
  for (const [name, attempt] of Object.entries(attempts)) {
    await patience(Promise.resolve().then(attempt)).then(
      () => given.push(name),
      () => undefined,
    )
  }
  const names = ['geolocation', 'camera', 'microphone', 'notifications', 'clipboard-read', 'midi']
  for (const name of [...names, 'persistent-storage', 'idle-detection', 'storage-access']) {
    const status = await navigator.permissions.query({ name: name as PermissionName }).then(
      ({ state }) => state,
      () => 'unknown name',
    )
    if (status === 'granted') given.push(`${name} is granted`)
  }
  return given
}

/** Leaves, or opens something else, in every way there is. */
export async function goElsewhere(target: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0))
  const attempts: (() => unknown)[] = [
    () => {
      location.href = target
    },
    () => location.replace(target),
    () => window.open(target),
    () => window.open(target, '_blank', 'nodeIntegration=yes,contextIsolation=no,sandbox=no'),
    () => window.open(target, '_self'),
    () => {
      const link = document.createElement('a')
      link.href = target
      link.target = '_blank'
      document.body.append(link)
      link.click()
      link.target = '_top'
      link.click()
      link.download = 'hostile.sh'
      link.click()
    },
    () => {
      const form = document.createElement('form')
      form.action = target
      form.method = 'post'
      form.target = '_blank'
      document.body.append(form)
      form.submit()
    },
    () => {
      const meta = document.createElement('meta')
      meta.httpEquiv = 'refresh'
      meta.content = `0; url=${target}`
      document.head.append(meta)
    },
    () => {
      const base = document.createElement('base')
      base.href = target
      document.head.append(base)
    },
    () => {
      for (const tag of ['webview', 'iframe', 'object', 'embed', 'portal', 'fencedframe']) {
        const frame = document.createElement(tag)
        frame.setAttribute('src', target)
        frame.setAttribute('data', target)
        frame.setAttribute('allowpopups', '')
        frame.setAttribute('nodeintegration', '')
        frame.setAttribute('webpreferences', 'sandbox=no,contextIsolation=no')
        frame.setAttribute('preload', 'file:///etc/passwd')
        document.body.append(frame)
      }
    },
    // another place of the page itself is no other page
    () => target.startsWith(location.origin) || history.pushState({}, '', target),
  ]
  for (const attempt of attempts) {
    try {
      attempt()
    } catch {
      // refused at once, as it should be
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 30))
}
