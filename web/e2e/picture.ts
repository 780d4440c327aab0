import { crc32, deflateSync } from 'node:zlib'

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}

/** picture draws a PNG of hills under a sky; the same name always gives the same one. */
export function picture(name: string, size = 240): Buffer {
  let seed = crc32(Buffer.from(name))
  const next = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff
  const sky = [120 + next() * 120, 120 + next() * 110, 150 + next() * 100]
  const hills = Array.from({ length: 3 }, (_, i) => ({ at: size * (0.45 + i * 0.17), high: 12 + next() * 26, long: 30 + next() * 50, tone: [40 + next() * 120, 50 + next() * 110, 60 + next() * 90] }))
  const sun = { x: size * (0.2 + next() * 0.6), y: size * 0.25, r: size * 0.08 }
  const rows = Buffer.alloc((size * 3 + 1) * size)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let tone = sky.map((v) => v + (y / size) * 30)
      if (Math.hypot(x - sun.x, y - sun.y) < sun.r) tone = [255, 244, 214]
      for (const hill of hills) if (y > hill.at + Math.sin(x / hill.long) * hill.high) tone = hill.tone
      const at = y * (size * 3 + 1) + 1 + x * 3
      for (let c = 0; c < 3; c++) rows[at + c] = Math.min(255, Math.round(tone[c] ?? 0))
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

/** svg is what a liar sends as a picture. */
export const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>top.hacked = true</script></svg>')
